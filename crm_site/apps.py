from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CrmSiteConfig(AppConfig):
    name = "crm_site"


class CarnetAdminConfig(AdminConfig):
    default_site = "crm_site.admin_site.CarnetAdminSite"
