"""A `Sample` makes the values that views take; `words(field)` is what a person typed into a field.

`SAMPLES` has one for each way of filling in the fields, from empty to hostile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from domain.bonus.rule import Exclusion
from domain.endorsements import (
    Commitment,
    CommitmentKind,
    CommitmentState,
    Conflict,
    Conviction,
    Endorsement,
    Evidence,
    Relationship,
)
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.home_page import HomePage
from domain.nudge_pages import NudgePage
from domain.openings import Announcement, AnnouncementState, Opening, OpeningForm, OpeningStatus
from domain.pages import (
    AdvocatePage,
    AnnouncementPage,
    DeskPage,
    NudgeItem,
    OwnReferralsPage,
    QuestionPage,
    RoundupPage,
)
from domain.referrals import Candidate, Consent, InterviewNote, Question, Referral
from domain.stages import REASONS_BY_STAGE, Stage
from domain.working_time import end_of_day
from tests.views.samples.candidates import NOW as NOW
from tests.views.samples.candidates import ZONE, CandidateSamples
from tests.views.samples.desk import desk_rows
from tests.views.samples.field_values import FAMILY as FAMILY
from tests.views.samples.field_values import HOSTILE as HOSTILE
from tests.views.samples.field_values import NORMAL, hostile_text, repeat
from tests.views.samples.openings import inactive_openings

PEOPLE: Final = {
    "U0ADA": "ada",
    "U0BOB": "bob",
    "U0LINUS": "linus",
    "U0MARGARET": "margaret",
    "C0HIRING": "hiring",
    "C0STORAGE": "storage",
}
COLLEAGUES: Final = [f"U0COLLEAGUE{n:02}" for n in range(12)]
CHANNELS: Final = [f"C0CHANNEL{n:02}" for n in range(10)]
IDS: Final = frozenset([*PEOPLE, *COLLEAGUES, *CHANNELS])
PROFILE: Final = "https://www.linkedin.com/in/grace-hopper"


@dataclass(frozen=True)
class Sample(CandidateSamples):
    """One way of filling in every field.

    `maximal`: lists have their greatest length. `required_only`: optional values are left out.
    """

    name: str
    words: Callable[[str], str]
    maximal: bool = False
    required_only: bool = False

    def optional(self, field: str) -> str:
        return "" if self.required_only else self.words(field)

    # Openings ------------------------------------------------------------------------------

    def opening(self, status: OpeningStatus = OpeningStatus.OPEN, number: int = 12) -> Opening:
        form = self.form()
        return Opening(
            id=number,
            workspace_id=1,
            ref=f"ENG-{number}",
            status=status,
            title=form.title,
            team=form.team,
            place=form.place,
            hiring_manager=form.hiring_manager or None,
            recruiter=form.recruiter,
            must_haves=form.must_haves,
            fit_brief=form.fit_brief,
            recall_prompts=form.recall_prompts,
            channels=form.channels,
            bonus=form.bonus,
            bonus_rule=form.bonus_rule,
            closes_on=form.closes_on,
            closes_at=end_of_day(form.closes_on, ZONE) if form.closes_on else None,
            posted_by="U0MARGARET",
            posted_at=NOW - timedelta(days=3),
            changed_at=NOW - timedelta(days=3),
            version=2,
        )

    def openings(self, count: int) -> list[Opening]:
        return [self.opening(number=n + 1) for n in range(count)]

    def roundup_page(self, *, none: bool = False) -> RoundupPage:
        """Return a round-up in which half of the openings are new. With `none`, none is open."""
        roles = [] if none else self.openings(6 if self.maximal else 2)
        shown = [replace(x, posted_at=NOW - timedelta(days=3 if x.id % 2 else 30)) for x in roles]
        more = 4994 if self.maximal and not none else 0
        ended = range(0 if self.required_only else 3)
        filled = tuple(self.opening(OpeningStatus.FILLED, number=20 + n) for n in ended)
        paused = tuple(self.opening(OpeningStatus.PAUSED, number=30 + n) for n in ended)
        quiet = frozenset(role.id for role in roles if role.id % 2 == 0)
        return RoundupPage(
            NOW - timedelta(days=7), tuple(shown), more, paused, filled, quiet, quiet_days=14
        )

    def form(self) -> OpeningForm:
        prompts = tuple(self.optional("prompt") for _ in range(5 if self.maximal else 1))
        return OpeningForm(
            title=self.words("title"),
            team=self.words("team"),
            place=self.words("place"),
            hiring_manager="" if self.required_only else "U0MARGARET",
            recruiter=None if self.required_only else "U0LINUS",
            must_haves=self.optional("must_haves"),
            fit_brief=self.optional("fit_brief"),
            recall_prompts=tuple(filter(None, prompts)),
            channels=tuple(CHANNELS) if self.maximal else ("C0HIRING",),
            bonus=self.optional("bonus"),
            bonus_rule=self.optional("bonus_rule"),
            closes_on=None if self.required_only else date(2026, 4, 30),
            bonus_excluded=tuple(Exclusion),
        )

    def announcement(
        self,
        status: OpeningStatus = OpeningStatus.OPEN,
        reason: str | None = None,
        ts: str | None = None,
        *,
        queued: bool = False,
        channel: str = "",
    ) -> AnnouncementPage:
        """Return an announcement in `channel`, or in the opening's first channel."""
        opening = self.opening(status)
        state = AnnouncementState.QUEUED if queued else AnnouncementState.POSTED
        state = AnnouncementState.FAILED if reason else state
        channel = channel or opening.channels[0]
        return AnnouncementPage(opening, Announcement(7, 1, 12, channel, ts, state, reason))

    # Referrals -----------------------------------------------------------------------------

    def referral(
        self,
        stage: Stage = Stage.NEW,
        *,
        owner: str = "U0LINUS",
        general: bool = False,
        number: int = 12,
        asked: Consent | None = None,
    ) -> Referral:
        """Return a referral. `asked` is the candidate's consent.

        A candidate with a consent other than `AGREED` has a week left to decide.
        """
        reasons = REASONS_BY_STAGE.get(stage)
        consent = asked or (Consent.NOT_YET if self.required_only else Consent.AGREED)
        return Referral(
            id=41,
            workspace_id=1,
            candidate=Candidate(
                id=5,
                workspace_id=1,
                name=self.words("name"),
                email=None if self.required_only else "grace@example.org",
                profile_url=None if self.required_only else PROFILE,
                consent=consent,
                decide_by=NOW + timedelta(days=7) if asked not in (None, Consent.AGREED) else None,
            ),
            opening_id=None if general else number,
            opening_ref=None if general else f"ENG-{number}",
            opening_title=None if general else self.words("title"),
            advocate="U0ADA",
            owner=owner,
            stage=stage,
            reason=reasons[0] if reasons else None,
            note=self.optional("note") if reasons else "",
            created_at=NOW - timedelta(days=2),
            stage_at=NOW - timedelta(days=2),
            answered_at=None if stage is Stage.NEW else NOW - timedelta(days=1),
            bonus_rule="",
            version=1,
        )

    def evidence(self) -> Evidence:
        if self.required_only:
            return Evidence()
        return Evidence(
            saw=self.words("saw"),
            why=self.words("why"),
            how_long=self.words("how_long"),
            trust=self.words("trust"),
            adaptability=self.words("adaptability"),
            lifts=self.words("lifts"),
            conviction=Conviction.MY_NAME_ON_IT,
            commitments=tuple(CommitmentKind) if self.maximal else (CommitmentKind.INTRODUCTION,),
            conflicts=tuple(Conflict) if self.maximal else (Conflict.HIRING_TEAM,),
        )

    def endorsement(self, advocate: str = "U0ADA", *, first: bool = True) -> Endorsement:
        return Endorsement(
            id=9,
            referral_id=41,
            advocate=advocate,
            candidate_name=self.words("name"),
            is_first=first,
            relationship=Relationship.WORKED_TOGETHER,
            evidence=self.evidence(),
            version=1,
            submitted_at=NOW - timedelta(days=2),
        )

    def commitment(
        self,
        kind: CommitmentKind = CommitmentKind.WORD_WITH_MANAGER,
        state: CommitmentState = CommitmentState.OPEN,
        *,
        sent_to: str | None = None,
        reply: str | None = None,
    ) -> Commitment:
        made_at = NOW - timedelta(days=3)
        done_at = NOW if state is CommitmentState.DONE else None
        commitment = Commitment(3, 41, "U0ADA", kind, state, made_at, done_at)
        return replace(commitment, sent_to=sent_to, reply=reply)

    def fulfilled(self) -> tuple[Commitment, ...]:
        """Return fulfilled commitments, one of which has the hiring manager's reply."""
        if self.required_only:
            return ()
        done = CommitmentState.DONE
        word = self.commitment(state=done, sent_to="U0MARGARET", reply=self.words("reply"))
        return (word, *(self.commitment(kind, done) for kind in CommitmentKind if self.maximal))

    def interview_note(self) -> InterviewNote:
        return InterviewNote(6, 41, "U0ADA", self.words("heard"), NOW)

    def question(self, *, answered: bool = False) -> Question:
        return Question(
            id=8,
            referral_id=41,
            asked_by="U0LINUS",
            asked_of="U0ADA",
            text=self.words("question"),
            asked_at=NOW - timedelta(days=2),
            answer=self.words("answer") if answered else None,
            answered_at=NOW if answered else None,
        )

    # Pages ---------------------------------------------------------------------------------

    def advocate_page(
        self,
        stage: Stage = Stage.NEW,
        *,
        first: bool = True,
        number: int = 12,
        asked: Consent | None = None,
        hides: bool = False,
    ) -> AdvocatePage:
        kinds = self.evidence().commitments
        return AdvocatePage(
            viewer=replace(self.advocate_viewer, hide_until_agreed=hides),
            referral=self.referral(stage, number=number, asked=asked),
            endorsement=self.endorsement(first=first),
            commitments=tuple(self.commitment(kind) for kind in kinds),
            answer_due_at=NOW + timedelta(days=1) if stage is Stage.NEW else None,
            other_endorsement_count=12 if self.maximal else 0 if first else 1,
        )

    def desk_page(self, stage: Stage = Stage.NEW, *, late: bool = False) -> DeskPage:
        others = COLLEAGUES if self.maximal else [] if self.required_only else ["U0BOB"]
        endorsements = (self.endorsement(), *(self.endorsement(who, first=False) for who in others))
        asked = () if self.required_only else (self.question(answered=True), self.question())
        due = NOW - timedelta(days=1) if late else NOW + timedelta(days=1)
        return DeskPage(
            viewer=self.owner_viewer,
            referral=self.referral(stage),
            opening=self.opening(),
            endorsements=endorsements,
            advocate_names={
                endorsement.advocate: self.words("advocate") for endorsement in endorsements
            },
            fulfilled=self.fulfilled(),
            questions=asked * (4 if self.maximal else 1),
            answer_due_at=due if stage is Stage.NEW else None,
            interview_notes=()
            if self.required_only
            else (self.interview_note(),) * (4 if self.maximal else 1),
        )

    def question_page(self, *, answered: bool = False) -> QuestionPage:
        return QuestionPage(
            self.advocate_viewer,
            self.referral(),
            self.question(answered=answered),
            self.words("name"),
        )

    def follow_up(
        self, kind: FollowUpKind, state: FollowUpState = FollowUpState.OPEN, **changed: datetime
    ) -> FollowUp:
        return FollowUp(
            id=77,
            workspace_id=1,
            kind=kind,
            subject_id=3,
            referral_id=41,
            member="U0ADA",
            due_at=changed.get("due_at", NOW - timedelta(hours=1)),
            nudges_sent=0,
            state=state,
            created_at=NOW - timedelta(days=3),
        )

    def item(
        self,
        kind: FollowUpKind = FollowUpKind.COMMITMENT,
        state: FollowUpState = FollowUpState.OPEN,
        **changed: datetime,
    ) -> NudgeItem:
        undecided = kind is FollowUpKind.CONSENT and state is FollowUpState.OPEN
        asked = Consent.NOT_YET if undecided else Consent.AGREED
        general = kind is FollowUpKind.GENERAL_MATCH
        return NudgeItem(
            follow_up=self.follow_up(kind, state, **changed),
            referral=self.referral(asked=asked, general=general),
            candidate_name=self.words("name"),
            commitment=self.commitment() if kind is FollowUpKind.COMMITMENT else None,
            question=self.question() if kind is FollowUpKind.QUESTION else None,
            endorsement=self.endorsement() if kind is FollowUpKind.RECRUITER_ANSWER else None,
            hiring_manager=None if self.required_only else "U0MARGARET",
            opening=self.opening(number=15) if general or kind is FollowUpKind.PAUSE else None,
            match_reasons=() if self.required_only else ("Go", "on-call", "Berlin"),
        )

    def nudge_page(self, *items: NudgeItem) -> NudgePage:
        return NudgePage(self.advocate_viewer, items, intent_id=900, per_week=2)

    def mine_page(self) -> OwnReferralsPage:
        count = 0 if self.required_only else 10 if self.maximal else 1
        return OwnReferralsPage(
            self.advocate_viewer, (self.advocate_page(),) * count, (self.item(),) * count
        )

    def home_page(self, *, guest: bool = False) -> HomePage:
        """Each list has five entries at most, as on the page that `services.home_page` loads."""
        count = 0 if self.required_only else 5 if self.maximal else 1
        mine = () if guest else (self.advocate_page(),) * count
        return HomePage(
            viewer=self.advocate_viewer,
            own_referrals=mine,
            due_items=() if guest else (self.item(),) * count,
            desk_rows=() if guest else desk_rows(self, count),
            openings=tuple(self.openings(count)),
            open_count=5000 if self.maximal else count,
            managed_openings=frozenset() if guest else frozenset({1}),
            may_see_openings=True,
            may_refer=not guest,
            may_post=not guest,
            inactive_openings=() if guest else inactive_openings(self),
        )


def _shortest_text(_field: str) -> str:
    """Return the shortest text that a required field accepts."""
    return "X"


SAMPLES: Final = {
    sample.name: sample
    for sample in (
        Sample("empty", _shortest_text, required_only=True),
        Sample("normal", NORMAL.__getitem__),
        Sample("longest", repeat("W"), maximal=True),
        Sample("ampersands", repeat("&"), maximal=True),
        Sample("asterisks", repeat("* "), maximal=True),
        Sample("families", repeat(FAMILY), maximal=True),
        Sample("channels", repeat("<!channel> "), maximal=True),
        Sample("right_to_left", repeat("שלום עולם "), maximal=True),
        *(
            Sample(f"hostile_{n}", partial(hostile_text, piece=piece))
            for n, piece in enumerate(HOSTILE)
        ),
    )
}
