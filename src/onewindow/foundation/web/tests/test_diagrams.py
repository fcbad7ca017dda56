"""Processes as pictures: everything inside, everything said in words too."""

from django.template import engines
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from onewindow.foundation.web.diagrams import picture
from onewindow.foundation.web.types import Diagram, Edge, Shape

lengths = st.floats(min_value=1, max_value=300)
places = st.floats(min_value=-2000, max_value=2000)
shapes = st.builds(
    Shape,
    id=st.uuids().map(str),
    kind=st.sampled_from(["start", "end", "task", "gateway", "boundary", "lane", "subprocess", "note"]),
    name=st.text(max_size=20),
    x=places,
    y=places,
    width=lengths,
    height=lengths,
    marker=st.sampled_from(["", "user", "timer", "unheard-of"]),
    state=st.sampled_from(["", "done", "current", "waiting", "stopped"]),
    repeats=st.sampled_from(["", "parallel", "sequential", "loop"]),
)
edges = st.builds(
    Edge, id=st.uuids().map(str), points=st.lists(st.tuples(places, places), max_size=5).map(tuple)
)


@given(st.lists(shapes, max_size=6), st.lists(edges, max_size=4))
def test_the_picture_holds_every_shape_and_edge(some: list[Shape], lines: list[Edge]) -> None:
    drawn = picture(Diagram(title="t", description="d", shapes=tuple(some), edges=tuple(lines)))
    x, y, width, height = (float(part) for part in drawn.view_box.split())
    slack = 0.01 * (abs(x) + abs(y) + width + height)
    for shape in some:
        assert x - slack <= shape.x <= x + width + slack
        assert shape.y + shape.height <= y + height + slack


def test_the_words_say_what_the_picture_shows() -> None:
    diagram = Diagram(
        title="Where it stands",
        description="The bank checks.",
        shapes=(
            Shape(id="b", kind="task", name="Pay <now>", x=200, y=0, width=100, height=80, state="waiting"),
            Shape(
                id="a", kind="task", name="Check", x=0, y=0, width=100, height=80, state="current",
                text="since Monday",
            ),
        ),
        edges=(Edge(id="e", points=((100, 40), (200, 40)), taken=True),),
    )  # fmt: skip
    template = engines["jinja2"].from_string(
        '{% import "web/diagram.html" as d %}<div>{{ d.diagram(diagram) }}</div>'
    )
    page = html.fromstring(template.render({"diagram": diagram}))
    assert [item.text_content().strip() for item in page.xpath(".//ol/li")] == [
        "Check – since Monday",
        "Pay <now> – waiting for somebody",
    ]
    assert page.xpath(".//svg[@role='img']")
    assert page.xpath(".//*[@role='region'][@tabindex='0']")
