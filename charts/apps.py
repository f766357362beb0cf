from django.apps import AppConfig


class ChartsConfig(AppConfig):
    """Makes the template tags of this package known; it has no models."""

    name = "charts"
