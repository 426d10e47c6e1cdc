"""Rows: the same sample in the shapes that trainers and graders write.

Each function gives the bytes before and after the response. Text arguments are JSON string bytes without quotes;
`notes` are the generator's own fields, `"key": value` pairs joined by commas. They stand wherever the shape keeps the
columns of the data set.
"""


def plain(name, question, reference, source, notes, verdict):
    return (
        b'{"id": "%s", "response": "' % name,
        b'", "reference": "%s", "data_source": "%s", %s}\n' % (reference, source, notes),
    )


def nova(name, question, reference, source, notes, verdict):
    return (
        b'{"id": "%s", "messages": [{"role": "user", "content": "%s"}, {"role": "assistant", "content": "'
        % (name, question),
        b'"}], "metadata": {"reference_answer": {"answer": "%s"}, "data_source": "%s", %s}}\n'
        % (reference, source, notes),
    )


def openai(name, question, reference, source, notes, verdict):
    return (
        b'{"item": {"id": "%s", "question": "%s", "reference": "%s", "data_source": "%s", %s}, '
        b'"sample": {"output_text": "'
        % (name, question, reference, source, notes),
        b'"}}\n',
    )


def verl(name, question, reference, source, notes, verdict):
    return (
        b'{"input": "%s", "output": "' % question,
        b'", "gts": "%s", "score": %s, "step": 1, "request_id": "%s", "data_source": "%s", %s}\n'
        % (reference, b"1.0" if verdict else b"0.0", name, source, notes),
    )


def trl(name, question, reference, source, notes, verdict):
    return (
        b'{"id": "%s", "step": 1, "prompt": [{"role": "user", "content": "%s"}], '
        b'"completion": [{"role": "assistant", "content": "' % (name, question),
        b'"}], "solution": "%s", "data_source": "%s", %s}\n' % (reference, source, notes),
    )


def lm_eval(name, question, reference, source, notes, verdict):
    return (
        b'{"doc_id": "%s", "doc": {"problem": "%s", "answer": "%s"}, "target": "%s", "resps": [["'
        % (name, question, reference, reference),
        b'"]], "data_source": "%s", %s}\n' % (source, notes),
    )


DIALECTS = {"plain": plain, "nova": nova, "openai": openai, "verl": verl, "trl": trl, "lm-eval": lm_eval}
