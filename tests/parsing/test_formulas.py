"""What is said of a formula that a page draws element by element."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.parsing.html import parse_html
from reader.parsing.source import prepare
from reader.parsing.text import html_shown

B2 = "<msup><mi>b</mi><mn>2</mn></msup>"
ROOT = f"<msqrt>{B2}<mo>−</mo><mn>4</mn><mi>a</mi><mi>c</mi></msqrt>"


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<mi>x</mi>", "x"),
        ("<mi> sin </mi><mo>&#x2061;</mo><mi>x</mi>", "sin x"),
        ("<mi>a</mi><mo>&InvisibleTimes;</mo><mi>b</mi>", "ab"),
        ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E = mc<sup>2</sup>"),
        ("<mo>−</mo><mi>b</mi><mo>=</mo><mo>−</mo><mi>a</mi>", "−b = −a"),
        ("<mi>a</mi><mo>&lt;</mo><mi>b</mi>", "a &lt; b"),
        ("<mfrac><mi>a</mi><mi>b</mi></mfrac>", "a/b"),
        ("<mfrac><mrow><mi>a</mi></mrow><mrow><mn>2</mn><mi>b</mi></mrow></mfrac>", "a/(2b)"),
        ("<mfrac><mfrac><mi>a</mi><mi>b</mi></mfrac><mi>c</mi></mfrac>", "(a/b)/c"),
        (f"<mfrac><mn>1</mn>{B2}</mfrac>", "1/b<sup>2</sup>"),
        (f"<mfrac><mrow><mo>−</mo><mi>b</mi><mo>±</mo>{ROOT}</mrow><mrow><mn>2</mn><mi>a</mi></mrow></mfrac>",
         "(−b ± √(b<sup>2</sup> − 4ac))/(2a)"),
        ("<msup><msqrt><mi>x</mi></msqrt><mn>2</mn></msup>", "(√x)<sup>2</sup>"),
        ("<msqrt><mn>2</mn></msqrt><mroot><mi>x</mi><mn>3</mn></mroot>", "√2<sup>3</sup>√x"),
        ("<msup><mi>e</mi><mrow><mo>−</mo><mi>x</mi></mrow></msup>", "e<sup>−x</sup>"),
        ("<msup><mi>e</mi><mrow><mi>i</mi><mi>π</mi><mi>t</mi></mrow></msup>", "e^(iπt)"),
        ("<msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></msup>", "(a + b)<sup>2</sup>"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x<sub>1</sub><sup>2</sup>"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
         "∑_(i = 1)<sup>n</sup>i"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x\u0304"),
        ("<mover><mi>a</mi><mi>n</mi></mover>", "a<sup>n</sup>"),
        ("<mfenced open='[' close=''><mi>a</mi><mi>b</mi></mfenced>", "[a, b"),
        ("<mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd>"
         "<mtd><mn>1</mn></mtd></mtr></mtable><mo>)</mo>", "(1 0; 0 1)"),
        ("<semantics><mi>a</mi><annotation-xml><ci>b</ci></annotation-xml></semantics>", "a"),
        ("<m:mfrac><m:mi>a</m:mi><m:mi>b</m:mi></m:mfrac>", "a/b"),
        ("<mfrac><mi>a</mi>", "a"),
        ("<msup><mi>a</mi><mi>b</mi><mi>c</mi></msup>", "abc"),
        ("a<mrow>b<mi>c</mi></mrow>", "abc"),
        ("<mi>a<mo>b</mo>c</mi>", "abc"),
        ("<mfrac/>x</mrow><mi>y", "xy"),
        ("", ""),
        ("<mi>a</mi><annotation encoding='application/x-tex'>a</annotation>", None),
    ],
)  # fmt: skip
def test_a_formula_is_said_in_a_line(inner: str, said: str | None) -> None:
    assert prepare(f"<p><math>{inner}</math></p>") == f"<p><math>{inner if said is None else said}</math></p>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            '<span class="mwe-math-element"><span class="mwe-math-mathml-inline mwe-math-mathml-a11y"'
            ' style="display: none;"><math alttext="{\\displaystyle E}"><mi>E</mi></math></span>'
            '<img class="mwe-math-fallback-image-inline" src="//w.example/x.svg" alt="{\\displaystyle E}"></span>',
            "E",
        ),
        ('<p>so <img eeimg="1" src="//z.example/?tex=x" alt="x^2"> is</p>', "so x^2 is"),
        ('<p><img class="latex" src="https://s0.wp.com/latex.php?latex=x" alt="x"></p>', "x"),
        ('<p>a <img src="https://latex.codecogs.com/svg.latex?y" alt="y"></p>', "a y"),
    ],
)
def test_a_formula_that_was_drawn_is_said_once(html: str, text: str) -> None:
    assert parse_html(html).text == html_shown(html).text == text
    assert not parse_html(html).links


def test_a_formula_of_any_depth_costs_no_stack() -> None:
    deep = "<mrow><msup>" * 800 + "<mi>x</mi>"
    assert parse_html(f"<math>{deep}</math>").text == "x"


NAMES = "math mi mo mn mrow mfrac msup msub msubsup munderover mover mroot msqrt mtable mtr mtd mfenced"
PIECES = st.sampled_from(
    [*(f"<{end}{name}>" for name in NAMES.split() for end in ("", "/")), "<mspace/>", "x", "=", "&lt;"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_letter_of_a_formula_is_lost_or_said_twice(inner: str) -> None:
    html = f"<math>{inner}</math>"
    said = parse_html(html).text
    assert said.count("x") == inner.count("x")
    assert "".join(html_shown(html).text.split()) == "".join(said.split())
