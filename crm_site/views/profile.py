"""One's own page: name, address, language, habits and photo; and the photos of users."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.forms import TAKEN, ProfileForm
from core.accounts.models import User
from core.audit import services as audit
from core.documents import photos
from core.documents.serving import photo_response
from core.records.models import BusinessError


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """A copy of the user is edited, so that the frame round a refused form shows what is stored."""
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=user)
    if request.method == "POST" and form.is_valid() and save_profile(form, request.user):
        with override(user.language):
            messages.success(request, _("Your profile is saved."))
        return HttpResponseRedirect(reverse("profile"))
    wrong = [field.auto_id for field in form if field.errors]
    context = {"form": form, "error_count": len(wrong), "first_error": wrong[0] if wrong else ""}
    if request.user.photo:
        context["photo_url"] = reverse("profile_photo", args=[request.user.pk], query={"v": request.user.photo[-16:]})
    return render(request, "accounts/profile.html", context)


def save_profile(form: ProfileForm, by: User) -> bool:
    """False with a sentence beside the photo where that can't be taken; the old photo's file goes at the end."""
    user, old = form.instance, by.photo
    try:
        if form.cleaned_data["new_photo"]:
            user.photo = photos.store_photo(form.cleaned_data["new_photo"])
        elif form.cleaned_data["remove_photo"]:
            user.photo = ""
    except BusinessError as refusal:
        form.add_error("new_photo", refusal.sentence)
        return False
    try:
        with transaction.atomic(), audit.acting(by):
            form.save()
    except IntegrityError:  # another user took the address since it was checked
        form.add_error("email", TAKEN)
        old, user.photo = user.photo, old
    if old != user.photo:
        photos.delete_photo(old)
    return form.is_valid()


@require_safe
def profile_photo(request, pk: int):
    """Colleagues see each other's faces, as they see each other's names."""
    return photo_response(request, get_object_or_404(User, pk=pk).photo)
