"""Access reviews: every so often an agency says of each post whether it is still needed, or it lapses.

Source: ISO/IEC 27002:2022 §5.18 (access rights are reviewed at intervals).
"""

from datetime import timedelta
from typing import Final

from django.db import transaction

from onewindow.blocks.identity import notices, queries
from onewindow.blocks.identity.administration.appointing import end_post
from onewindow.blocks.identity.administration.duties import accounts_of_person
from onewindow.blocks.identity.administration.who import ADMINISTRATOR, administers, tell
from onewindow.blocks.identity.errors import (
    AnsweredBefore,
    AppointmentUnknown,
    LastAdministrator,
    OwnPost,
    ReviewRunning,
    ReviewUnknown,
)
from onewindow.blocks.identity.models import AccessReview, Account, Agency, ReviewedPost
from onewindow.blocks.identity.types import ReviewedPostView, ReviewView
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock

EVERY: Final = timedelta(days=182)
"""How often posts are reviewed."""

WITHIN: Final = timedelta(days=30)
"""How long an administrator has to answer."""

_REMIND: Final = (timedelta(days=14), timedelta(days=3))


def open_review(actor: Actor | None, *, agency: str) -> int:
    """Begin a review of every post that is held now.

    :param actor: an administrator of the agency; None where the time has come.
    :returns: the review's number.
    """
    with transaction.atomic():
        by = administers(actor, agency) if actor else None
        Agency.objects.select_for_update().get(slug=agency)
        if AccessReview.objects.filter(agency=agency, closed_at=None).exists():
            raise ReviewRunning()
        now = clock.now()
        row = AccessReview.objects.create(agency_id=agency, opened_at=now, opened_by=by, due_at=now + WITHIN)
        posts = queries.held(now).filter(office__agency=agency)
        ReviewedPost.objects.bulk_create(ReviewedPost(review=row, appointment=post) for post in posts)
        tell("review-opened", agency=agency, actor=actor, review=row.pk, posts=len(posts))
        _remind(row, "opened")
        return row.pk


def answer(actor: Actor, *, agency: str, review: int, appointment: int, keep: bool) -> None:
    """Confirm a post, or end it. One's own post another administrator confirms, where there is one; a post of
    another account of the same person is one's own, and such an account is no other administrator."""
    with transaction.atomic():
        by = administers(actor, agency)
        row = _running(agency, review)
        post = row.posts.select_related("appointment__account").filter(appointment=appointment).first()
        if post is None:
            raise AppointmentUnknown()
        if post.answer:
            raise AnsweredBefore()
        mine = accounts_of_person(by.slug)
        if keep and post.appointment.account.slug in mine and _other_administrators(agency, mine):
            raise OwnPost()
        if not keep and post.appointment.ends_at is None:
            end_post(agency, appointment, actor=actor, why="ended")
        _write(post, "confirmed" if keep else "ended", by)
        if keep:
            tell("post-confirmed", agency=agency, actor=actor, review=review, appointment=appointment)
        _close_if_done(row)


def close_due_reviews() -> int:
    """What nobody confirmed in time lapses; how many reviews were closed. The worker calls it."""
    due = AccessReview.objects.filter(closed_at=None, due_at__lte=clock.now())
    closed = 0
    for review in list(due.values_list("pk", flat=True)[:50]):
        with transaction.atomic():
            row = AccessReview.objects.select_for_update().filter(pk=review, closed_at=None).first()
            if row is not None:
                _lapse(row)
                closed += 1
    return closed


def open_due_reviews() -> int:
    """Begin the reviews whose time has come, and remind of those that run; how many were begun."""
    begun = 0
    now = clock.now()
    for agency in list(Agency.objects.values_list("slug", flat=True)):
        last = AccessReview.objects.filter(agency=agency).order_by("-opened_at").first()
        held = queries.held(now).filter(office__agency=agency).order_by("starts_at")
        since = last.opened_at if last else held.values_list("starts_at", flat=True).first()
        if since is not None and since + EVERY <= now and (last is None or last.closed_at is not None):
            open_review(None, agency=agency)
            begun += 1
    for row in AccessReview.objects.filter(closed_at=None):
        for before in _REMIND:
            if row.due_at - before <= now < row.due_at:
                _remind(row, f"{before.days}-days")
    return begun


def reviews_of(agency: str) -> tuple[ReviewView, ...]:
    """The reviews of an agency with every post and its answer, newest first: the report."""
    rows = AccessReview.objects.filter(agency=agency).prefetch_related(
        "posts__appointment__account", "posts__appointment__office", "posts__by"
    )
    return tuple(_view(row) for row in rows.order_by("-opened_at")[:20])


def _view(row: AccessReview) -> ReviewView:
    return ReviewView(
        review=row.pk,
        agency=row.agency_id,
        opened_at=row.opened_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        posts=tuple(
            ReviewedPostView(
                appointment=post.appointment_id,
                account=post.appointment.account.slug,
                name=post.appointment.account.name,
                office=post.appointment.office.slug,
                role=post.appointment.role_id,
                answer=post.answer,
                by=post.by.name if post.by else "",
                at=post.at,
            )
            for post in row.posts.all()
        ),
    )


def _running(agency: str, review: int) -> AccessReview:
    row = AccessReview.objects.select_for_update().filter(pk=review, agency=agency, closed_at=None).first()
    if row is None or row.due_at <= clock.now():
        raise ReviewUnknown()
    return row


def _lapse(row: AccessReview) -> None:
    for post in row.posts.select_related("appointment").filter(answer=""):
        if post.appointment.ends_at is not None:
            _write(post, "ended", None)
            continue
        try:
            end_post(row.agency_id, post.appointment_id, actor=None, why="lapsed")
            _write(post, "lapsed", None)
        except LastAdministrator:  # somebody must be left who can confirm the others
            _write(post, "kept", None)
    _close(row)


def _write(post: ReviewedPost, answer: str, by: Account | None) -> None:
    post.answer, post.by, post.at = answer, by, clock.now()
    post.save(update_fields=["answer", "by", "at"])


def _close_if_done(row: AccessReview) -> None:
    if not row.posts.filter(answer="").exists():
        _close(row)


def _close(row: AccessReview) -> None:
    row.closed_at = clock.now()
    row.save(update_fields=["closed_at"])
    answers = list(row.posts.values_list("answer", flat=True))
    told = {name: answers.count(name) for name in ("confirmed", "ended", "lapsed", "kept")}
    tell("review-closed", agency=row.agency_id, actor=None, review=row.pk, **told)


def _administrators(agency: str) -> list[Account]:
    posts = queries.held(clock.now()).filter(office__agency=agency, role=ADMINISTRATOR)
    return list({post.account.pk: post.account for post in posts if post.account.is_active}.values())


def _other_administrators(agency: str, mine: frozenset[str]) -> bool:
    return any(account.slug not in mine for account in _administrators(agency))


def _remind(row: AccessReview, when: str) -> None:
    for account in _administrators(row.agency_id):
        notices.send(
            account,
            notices.Notice.ACCESS_REVIEW,
            key=f"{row.pk}/{when}/{account.slug}",
            agency=row.agency_id,
            due=row.due_at,
        )
