import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "domains" / "german"))

from german_domain import ask_model


def correct(text):
    return ask_model("Correct the sentence: " + text)
