"""Benchmarks: see `tests/benchmarks/frame.py`. Django is ready before one of them is imported."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()
