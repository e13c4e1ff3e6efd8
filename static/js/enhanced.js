// Says on <html> that scripts run, before the page is drawn, so that what needs them can be shown or left out.
document.documentElement.classList.add("js");
