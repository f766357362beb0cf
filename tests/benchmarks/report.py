"""The sample's report, from its milestone to the bytes of the PDF, in a warm worker."""

from __future__ import annotations

import io

from django.core.management import call_command

from assessments.models import Milestone
from reports import assemble, pdf
from tests.benchmarks.frame import Figure, report, seconds

TIMES = 20
LIMIT = 2


def measure() -> list[Figure]:
    call_command("migrate", verbosity=0)
    call_command("load_sample", stdout=io.StringIO())
    milestone = Milestone.objects.filter(assessment__organization__is_sample=True).latest("number")

    def make() -> pdf.Pdf:
        return pdf.render(assemble.of_milestone(milestone))

    # The first report of a worker also reads typefaces and stylesheets.
    first = seconds(make, 1)
    size = f"{make().pages} pages"
    return [
        Figure("sample report, first of a worker", size, first, "s"),
        Figure("sample report, warm worker", size, seconds(make, TIMES), "s", LIMIT),
    ]


if __name__ == "__main__":
    report(measure)
