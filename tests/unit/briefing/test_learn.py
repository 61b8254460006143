"""Questions are answered by the sections of the same briefing."""

from tidegate.briefing.document import Section
from tidegate.briefing.questions import NEEDED, QUESTIONS, answered
from tidegate.briefing.sections.learn import gather
from tidegate.catalog import terms
from tidegate.message import Message


def test_a_question_quotes_the_sections_that_answer_it() -> None:
    sentences = tuple(Message(f"Sentence {i}.") for i in range(6))
    section = Section("qt_end", Message("When"), sentences)
    found = {each.question.id: each for each in answered({"qt_end": section})}
    assert [text for _, text in found["end"].live] == list(sentences[:4])
    assert found["banks"].live == ()
    assert len(found) == len(QUESTIONS)


def test_the_section_holds_every_word_and_asks_each_question_once() -> None:
    whole = {name: Section(name, Message(name), (Message("One."), Message("Two."))) for name in NEEDED}
    questions, glossary = gather(whole).tables
    assert len(glossary.rows) == len(terms())
    assert {row["id"]: row["hong_kong"] for row in glossary.rows}["mortgage"] == "按揭"
    asked = [row["asked"].template for row in questions.rows if row["asked"]]
    assert asked == [each.asked for each in QUESTIONS]
