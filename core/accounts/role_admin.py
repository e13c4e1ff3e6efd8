"""Django admin by roles: what CRM administrators and the owner may do there (ACC-06)."""

from django.contrib import admin


class RoleAdmin(admin.ModelAdmin):
    """For CRM administrators; `is_owners` keeps a model for the owner alone."""

    is_owners = False
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    def may(self, request) -> bool:
        user = request.user
        return user.is_administrator and (user.is_superuser or not self.is_owners)

    def has_module_permission(self, request):
        return self.may(request)

    def has_view_permission(self, request, obj=None):
        return self.may(request)

    def has_add_permission(self, request):
        return self.may(request)

    def has_change_permission(self, request, obj=None):
        return self.may(request)

    def has_delete_permission(self, request, obj=None):
        return self.may(request)


class ReadOnlyAdmin(RoleAdmin):
    """For rows with a life of their own: to be looked at, changed only by what makes them."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
