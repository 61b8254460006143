"""Measure the tone score and the balance-sheet finder: ``python scripts/validate_communication.py [--write]``.

Needs the labelled sentences and the statements beside the checkout
(``../shared/data/test_only``); they are not part of the package. ``--write``
puts the numbers into the table that the package ships.

The labels come from a language model of the authors of the data, not from
people: the file with hand labels holds none in the copy at hand. In most
documents the labels no longer stand beside their sentences: the same sentence
in two documents should have the same label and the same score of the model,
and seldom has. So three measures are given: labels as filed; only stretches
between two sentences whose label another document confirms; and the net tone
of whole documents, for which the order of labels does not matter.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, stats

from tidegate.policy.communication import announcements, find, read
from tidegate.policy.communication.sentences import Sentence
from tidegate.policy.communication.tone import Tone, score_sentence

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT.parent / "shared" / "data" / "test_only"
TABLE = ROOT / "src" / "tidegate" / "policy" / "communication" / "validation.toml"
TONES = (Tone.DOVISH, Tone.HAWKISH, Tone.NEUTRAL)
LABELS = {"LABEL_0": 0, "LABEL_1": 1, "LABEL_2": 2}
SETS = {
    "minutes": ("fomc_gt_minutes_sentences_labeled.csv", "2013-01-01"),
    "press_conferences": ("fomc_gt_pressconf_sentences_labeled.csv", "2018-01-01"),
}
"""File, and the first day that is tested; everything before is for training and for looking at."""

_DAYS = (
    "2009-03-18 2009-09-23 2009-11-04 2010-08-10 2010-11-03 2011-09-21 2012-06-20 2012-09-13 2012-12-12 2013-12-18"
    " 2014-01-29 2014-03-19 2014-04-30 2014-06-18 2014-07-30 2014-09-17 2014-10-29 2017-06-14 2017-09-20 2019-03-20"
    " 2019-07-31 2020-03-15 2020-03-23 2020-06-10 2020-12-16 2021-11-03 2021-12-15 2022-01-26 2022-05-04 2024-05-01"
    " 2025-03-19"
)
ANNOUNCED = tuple(_DAYS.split())
"""Days of a statement on which purchases, tapering, reinvestment, the maturity swap or run-off were announced."""

OTHER_CHANGES = {
    "2008-12-16": "first words on purchases announced between meetings; Treasuries considered",
    "2009-08-12": "purchases of Treasuries slowed, to end in October",
    "2010-03-16": "last purchases of the first programme to be made by the end of the month",
    "2013-09-18": "decision to wait before slowing purchases",
    "2019-01-30": "statement on ample reserves and on flexible run-off",
    "2021-09-22": "slower purchases may soon be warranted",
    "2022-03-16": "run-off expected to begin at a coming meeting",
}
"""Read by hand: days without an entry above whose statement does change its words on the balance sheet."""


@dataclass(frozen=True)
class Sample:
    """Labelled sentences in the order of their documents."""

    sentences: list[str]
    dates: NDArray[np.str_]
    labels: NDArray[np.int64]
    confidence: list[str]


def load(name: str, folder: Path) -> Sample:
    """Read one file of labelled sentences."""
    with (folder / SETS[name][0]).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return Sample(
        [r["sentence"] for r in rows],
        np.array([r["date"] for r in rows]),
        np.array([LABELS[r["label"]] for r in rows]),
        [f"{float(r['score']):.6f}" for r in rows],
    )


def confirmed(sample: Sample) -> tuple[NDArray[np.bool_], float]:
    """Return the sentences inside confirmed stretches, and the share of repeated sentences that agree."""
    days: dict[str, set[str]] = {}
    twins: dict[tuple[str, int, str], set[str]] = {}
    keys = list(zip(sample.sentences, sample.labels.tolist(), sample.confidence, strict=True))
    for key, day in zip(keys, sample.dates, strict=True):
        days.setdefault(key[0], set()).add(day)
        twins.setdefault(key, set()).add(day)
    repeated = np.array([len(days[k[0]]) > 1 for k in keys])
    agree = np.array([len(twins[k]) > 1 for k in keys])
    inside = np.zeros(len(keys), bool)
    last = -1
    for i in range(len(keys)):
        if i and sample.dates[i] != sample.dates[i - 1]:
            last = -1
        if agree[i]:
            if last >= 0:
                inside[last:i] = True
            last = i
        elif repeated[i]:
            last = -1
    return inside & ~agree, float(agree[repeated].mean())


def naive_bayes(train: Sequence[str], labels: NDArray[np.int64], test: Sequence[str]) -> NDArray[np.int64]:
    """Return the labels that a multinomial naive Bayes on words (add-one) gives to `test`."""
    vocabulary: dict[str, int] = {}
    for text in train:
        for word in re.findall("[a-z]+", text.lower()):
            vocabulary.setdefault(word, len(vocabulary))

    def counts(texts: Sequence[str]) -> sparse.csr_matrix:
        at = [[vocabulary[w] for w in re.findall("[a-z]+", t.lower()) if w in vocabulary] for t in texts]
        rows = np.repeat(np.arange(len(at)), [len(a) for a in at])
        columns = np.array([c for a in at for c in a], int)
        return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), (len(texts), len(vocabulary)))

    words = counts(train)
    totals = np.vstack([np.asarray(words[labels == k].sum(axis=0)).ravel() + 1.0 for k in range(3)])
    likelihood = np.log(totals / totals.sum(axis=1, keepdims=True))
    prior = np.log([(labels == k).mean() for k in range(3)])
    return np.asarray(counts(test) @ likelihood.T + prior).argmax(axis=1)


def accuracy(truth: NDArray[np.int64], guess: NDArray[np.int64]) -> tuple[float, float]:
    """Return accuracy and macro F1."""
    f1 = [
        2 * ((truth == k) & (guess == k)).sum() / max(1, (truth == k).sum() + (guess == k).sum())
        for k in range(3)
    ]
    return float((truth == guess).mean()), float(np.mean(f1))


def net(values: NDArray[np.int64], dates: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return (hawkish - dovish) / all by document."""
    return np.array(
        [((values[dates == d] == 1).mean() - (values[dates == d] == 0).mean()) for d in np.unique(dates)]
    )


def tone_rows(folder: Path = FOLDER) -> list[dict[str, object]]:
    """Return what is measured of the score, one row a set and measure."""
    samples = {name: load(name, folder) for name in SETS}
    early = {name: samples[name].dates < SETS[name][1] for name in SETS}
    pairs = [
        (text, label)
        for n in SETS
        for text, label, is_early in zip(samples[n].sentences, samples[n].labels, early[n], strict=True)
        if is_early
    ]
    train, labels = [text for text, _ in pairs], np.array([label for _, label in pairs])
    stretches = {name: confirmed(samples[name]) for name in SETS}
    rows: list[dict[str, object]] = []
    for name, sample in samples.items():
        late = ~early[name]
        inside, agreement = stretches[name]
        texts = [s for s, keep in zip(sample.sentences, late, strict=True) if keep]
        ours = np.array([TONES.index(score_sentence(Sentence(t, 0)).tone) for t in texts])
        bayes = naive_bayes(train, labels, texts)
        truth, dates = sample.labels[late], sample.dates[late]
        usual = int(np.bincount(sample.labels[early[name]]).argmax())
        for measure, rowset in (("as_filed", np.ones(len(texts), bool)), ("confirmed", inside[late])):
            entry: dict[str, object] = {"set": name, "measure": measure, "from": SETS[name][1]}
            entry |= {"sentences": int(rowset.sum()), "documents": len(set(dates[rowset]))}
            entry["repeated_that_agree"] = round(agreement, 4)
            guesses = {"lexicon": ours, "majority": np.full(len(texts), usual), "naive_bayes": bayes}
            for who, guess in guesses.items():
                right, f1 = accuracy(truth[rowset], guess[rowset])
                entry |= {f"{who}_accuracy": round(right, 4), f"{who}_macro_f1": round(f1, 4)}
            if measure == "confirmed":
                right, f1 = accuracy(
                    truth[rowset], _bayes_on_confirmed(samples, stretches, name, late & inside)
                )
                entry |= {"naive_bayes_on_confirmed_accuracy": round(right, 4)}
                entry |= {"naive_bayes_on_confirmed_macro_f1": round(f1, 4)}
            rows.append(entry)
        target = net(truth, dates)
        entry = {"set": name, "measure": "documents", "from": SETS[name][1], "sentences": len(texts)}
        entry |= {"documents": len(target), "repeated_that_agree": round(agreement, 4)}
        for who, guess in (("lexicon", ours), ("naive_bayes", bayes)):
            tones = net(guess, dates)
            entry[f"{who}_correlation"] = round(float(np.corrcoef(target, tones)[0, 1]), 4)
            entry[f"{who}_rank_correlation"] = round(float(stats.spearmanr(target, tones).statistic), 4)
        rows.append(entry)
    return rows


def _bayes_on_confirmed(
    samples: dict[str, Sample],
    stretches: dict[str, tuple[NDArray[np.bool_], float]],
    name: str,
    wanted: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return labels of a naive Bayes that learns from the confirmed sentences of all other days, later ones too."""
    pool = [
        (sample.sentences[i], sample.labels[i], sample.dates[i])
        for n, sample in samples.items()
        for i in np.flatnonzero(stretches[n][0])
    ]
    sample, guesses = samples[name], np.zeros(len(wanted), int)
    for day in np.unique(sample.dates[wanted]):
        at = np.flatnonzero(wanted & (sample.dates == day))
        others = [(text, label) for text, label, when in pool if when != day]
        learned = naive_bayes(
            [text for text, _ in others],
            np.array([label for _, label in others]),
            [sample.sentences[i] for i in at],
        )
        guesses[at] = learned
    return guesses[wanted]


def flagged(folder: Path = FOLDER) -> tuple[int, int, list[str], list[str]]:
    """Return how many texts there are and how many speak of the balance sheet, the days flagged, the days reworded.

    A text is compared with the last one before it that decides about the
    federal funds rate; the yearly statements of longer-run goals are read, but
    announce no operation.
    """
    with (folder / "fomc_statements.csv").open(encoding="utf-8", newline="") as stream:
        rows = sorted(csv.DictReader(stream), key=lambda r: r["date"].strip())
    days, reworded, speaking, previous = [], [], 0, None
    for row in rows:
        text = read(row["text"])
        speaking += bool(find(text))
        if row["type"] != "meeting":
            continue
        if announcements(text, previous):
            days.append(row["date"].strip())
        elif previous and {f.sentence.text for f in find(text)} - {f.sentence.text for f in find(previous)}:
            reworded.append(row["date"].strip())
        if "federal funds rate" in row["text"]:
            previous = text
    return len(rows), speaking, days, reworded


def finder_row(folder: Path = FOLDER) -> dict[str, object]:
    """Return what is measured of the finder."""
    texts, speaking, days, reworded = flagged(folder)
    known = set(ANNOUNCED)
    changed = [d for d in days if d in known or d in OTHER_CHANGES]
    return {
        "texts": texts,
        "texts_with_balance_sheet_sentences": speaking,
        "announced": len(ANNOUNCED),
        "announced_and_flagged": sum(d in days for d in ANNOUNCED),
        "missed": [d for d in ANNOUNCED if d not in days],
        "flagged": len(days),
        "precision_changed_language": round(len(changed) / len(days), 4),
        "precision_announced": round(sum(d in known for d in days) / len(days), 4),
        "flagged_without_change": [d for d in days if d not in changed],
        "flagged_changed_not_announced": [d for d in days if d in changed and d not in known],
        "reworded_and_not_flagged": reworded,
    }


def as_toml(rows: list[dict[str, object]], finder: dict[str, object]) -> str:
    """Return the table as it is shipped."""

    def line(key: str, value: object) -> str:
        if isinstance(value, list):
            return f"{key} = [{', '.join(repr(str(v)).replace(chr(39), chr(34)) for v in value)}]"
        return f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"

    blocks = [
        "# Written by scripts/validate_communication.py; docs/explanation/communication.md says what it means."
    ]
    blocks += ["[[tone]]\n" + "\n".join(line(k, v) for k, v in row.items()) for row in rows]
    blocks.append("[finder]\n" + "\n".join(line(k, v) for k, v in finder.items()))
    return "\n\n".join(blocks) + "\n"


def main() -> int:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the table of the package")
    options = parser.parse_args()
    if not FOLDER.is_dir():
        print(f"{FOLDER} is not there: the labelled sentences are not part of the package", file=sys.stderr)
        return 2
    text = as_toml(tone_rows(), finder_row())
    print(text)
    if options.write:
        TABLE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
