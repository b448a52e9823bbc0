"""What has happened to the actions of the first invented plan, by their numbers: every state there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.demo.happenings import (
    accepted,
    assured,
    cancelled,
    complete,
    forecast,
    more_time_asked,
    more_time_declined,
    more_time_granted,
    owned_by,
    progress,
    progress_asked,
    reopened,
    sent_back,
    signed_off_by_agency,
)
from domain.vocabulary import Forecast, How

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.demo.happenings import Happening

COUNCIL, POLICE, HEALTH, HOUSING = "Demo Owner 1", "Demo Owner 2", "Demo Owner 3", "Demo Owner 4"
PROBATION, SUPPORT, FIRE = "Demo Owner 5", "Demo Owner 6", "Demo Owner 7"

STORY: Mapping[str, Sequence[Happening]] = {
    "1/1": (
        owned_by(POLICE, 200),
        progress(
            POLICE,
            150,
            "Lesson plan written with Anytown Women's Support.",
            evidence="Lesson plan, version 2",
        ),
        complete(POLICE, 70, "All response officers were trained.", "Attendance list, 214 of 221 officers"),
        signed_off_by_agency(60),
        assured(40, "4.1"),
    ),
    "1/2": (
        owned_by(POLICE, 90),
        accepted(POLICE, 88),
        progress(POLICE, 30, "40 sampled.", How.MAIL),
    ),
    "1/3": (owned_by(POLICE, 60), accepted(POLICE, 59, How.PHONE), forecast(POLICE, 5, Forecast.ON_TRACK)),
    "2/1": (
        owned_by(HEALTH, 300),
        more_time_asked(HEALTH, 210, -140, "The supplier changes the record system first."),
        more_time_granted(205, "6.2"),
        more_time_asked(HEALTH, 150, -60, "The second hospital moves in autumn.", How.MAIL),
        more_time_granted(145, "3.4", until=-80),
        progress(HEALTH, 100, "The question is live in one of two hospitals."),
    ),
    "2/2": (
        owned_by(HEALTH, 80),
        accepted(HEALTH, 75),
        forecast(HEALTH, 25, Forecast.WILL_MISS),
        progress_asked(6, "At how many desks can a private room be offered by now?", answer_by=8),
    ),
    "2/3": (owned_by(HEALTH, 80), accepted(HEALTH, 75), progress(HEALTH, 9, "Counting began.", How.PHONE)),
    "3/1": (
        owned_by(HOUSING, 220),
        accepted(HOUSING, 215),
        complete(HOUSING, 160, "Officer and deputy named.", "Letter to the conference", How.MAIL),
        signed_off_by_agency(150),
        assured(120, "2.7"),
    ),
    "3/2": (
        owned_by(HOUSING, 100),
        accepted(HOUSING, 95),
        complete(HOUSING, 20, "A page was written."),
        sent_back(12, -9, "It does not yet say what happens at a weekend."),
    ),
    "3/3": (owned_by(HOUSING, 100),),
    "4/2": (owned_by(COUNCIL, 50), accepted(COUNCIL, 45)),
    "5/1": (
        owned_by(COUNCIL, 120),
        accepted(COUNCIL, 118),
        more_time_asked(COUNCIL, 50, 30, "The checklist waits for the new case system.", How.MAIL),
    ),
    "5/2": (
        owned_by(COUNCIL, 120),
        accepted(COUNCIL, 118),
        complete(COUNCIL, 4, "They have access."),
    ),
    "6/1": (
        owned_by(PROBATION, 250),
        accepted(PROBATION, 240),
        more_time_asked(PROBATION, 140, -30, "The national form is late."),
        more_time_declined(132, "5.5", "A local form can be used meanwhile."),
        progress(PROBATION, 100, "Draft of the agreement sent to the police.", How.MEETING),
    ),
    "6/2": (owned_by(PROBATION, 30), accepted(PROBATION, 20), forecast(PROBATION, 3, Forecast.AT_RISK)),
    "7/1": (
        owned_by(COUNCIL, 150),
        accepted(COUNCIL, 148),
        complete(COUNCIL, 88, "Twenty-two employers came.", "List of firms, without names of staff"),
        signed_off_by_agency(70),
    ),
    "7/2": (
        owned_by(COUNCIL, 150),
        accepted(COUNCIL, 148),
        progress_asked(20, "Has the policy been written?", answer_by=-13),
        progress(COUNCIL, 14, "Lawyers read the policy."),
    ),
    "8/1": (
        owned_by(HEALTH, 140),
        progress(HEALTH, 60, "Template in use in eleven practices.", How.MEETING),
        complete(HEALTH, 45, "All practices use it.", "Template, version 3", How.MEETING),
        signed_off_by_agency(40),
        assured(33, "7.1"),
        reopened(10, "Two practices went back to their old letter."),
    ),
    "9/1": (
        owned_by(COUNCIL, 90),
        accepted(COUNCIL, 85),
        complete(COUNCIL, 41, "Letter sent."),
    ),
    "10/1": (owned_by(SUPPORT, 70), accepted(SUPPORT, 66), forecast(SUPPORT, 6, Forecast.AT_RISK)),
    "10/3": (owned_by(SUPPORT, 70), accepted(SUPPORT, 66)),
    "11/1": (owned_by(FIRE, 70), accepted(FIRE, 64), progress(FIRE, 33, "The form is drafted.", How.MAIL)),
    "11/2": (owned_by(FIRE, 70), accepted(FIRE, 64), forecast(FIRE, 2, Forecast.ON_TRACK)),
    "12/1": (cancelled(76, "The new record system has this field already."),),
    "12/2": (
        owned_by(HEALTH, 60),
        accepted(HEALTH, 58),
        more_time_asked(HEALTH, 30, 21, "The nurses' record is changed once a quarter."),
        more_time_granted(24, "8.3"),
    ),
    "12/3": (owned_by(COUNCIL, 60),),
    "13/2": (signed_off_by_agency(200),),
    "14/1": (
        owned_by(COUNCIL, 45),
        accepted(COUNCIL, 44),
        progress(COUNCIL, 7, "Two of three briefings held.", evidence="Slides of the briefing"),
        forecast(COUNCIL, 7, Forecast.ON_TRACK),
    ),
}
