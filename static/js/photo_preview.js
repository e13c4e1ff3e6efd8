// Shows the chosen photo in its place before it is sent: <label class="photo-drop"><input type="file" data-photo-preview>.
const LIMIT = 10 * 1024 * 1024;

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-photo-preview]")) return;
  const drop = field.closest(".photo-drop");
  const [file] = field.files;
  drop.querySelector("img[data-preview]")?.remove();
  if (!file || !/^image\/(png|jpeg|webp|gif)$/.test(file.type) || file.size > LIMIT) return;
  const reader = new FileReader();
  reader.onload = () => {
    const image = document.createElement("img");
    image.alt = "";
    image.dataset.preview = "";
    image.src = reader.result;
    drop.append(image);
  };
  reader.readAsDataURL(file);
});
