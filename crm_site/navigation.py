"""What the sidebar shows."""


def navigation(request):
    return {}
