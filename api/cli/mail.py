"""`dhr mail release`: mail that is held after a restore may go again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.installation import installation
from scheduler.bank_holidays import BankHolidays
from scheduler.releasing import release_mail

if TYPE_CHECKING:
    from argparse import Namespace


def release(options: Namespace) -> int:
    """Let it go, or take for gone what may have gone already."""
    with installation() as here:
        here.catch_up()
        waited = release_mail(
            here.tracker,
            here.views,
            now=here.now,
            holidays=BankHolidays(),
            mail_from=here.settings.mail_from,
            as_gone=options.as_gone,
        )
    mails = f"{waited} mail{'' if waited == 1 else 's'}"
    print(f"{mails} counted as gone; later mail goes." if options.as_gone else f"{mails} may go now.")
    return 0
