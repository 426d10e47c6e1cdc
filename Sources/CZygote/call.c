// Kind CALL: functions of the program, called with plain data, answered in plain data.
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "zygote.h"

#define MOST_MESSAGE 4096

static PyObject *attribute(PyObject *of, PyObject *globals, const char *name, size_t size) {
    char text[256];
    if (size == 0 || size >= sizeof text) {
        PyErr_SetString(PyExc_NameError, "the entry's name is empty or too long");
        return NULL;
    }
    memcpy(text, name, size);
    text[size] = 0;
    if (of) return PyObject_GetAttrString(of, text);
    PyObject *found = PyDict_GetItemString(globals, text);
    if (found) {
        Py_IncRef(found);
        return found;
    }
    PyObject *solution = PyDict_GetItemString(globals, "Solution");
    if (solution) {
        PyObject *object = PyObject_CallObject(solution, NULL);
        found = object ? PyObject_GetAttrString(object, text) : NULL;
        if (object) Py_DecRef(object);
        return found;
    }
    PyObject *message = PyUnicode_FromString(text);
    PyErr_SetObject(PyExc_NameError, message);
    Py_DecRef(message);
    return NULL;
}

PyObject *resolve_path(PyObject *globals, const char *path, size_t size) {
    PyObject *found = NULL;
    const char *end = path + size;
    while (path < end) {
        const char *dot = memchr(path, '.', (size_t)(end - path));
        size_t part = dot ? (size_t)(dot - path) : (size_t)(end - path), name = part;
        bool called = part > 2 && memcmp(path + part - 2, "()", 2) == 0;
        if (called) name -= 2;
        PyObject *next = attribute(found, globals, path, name);
        if (found) Py_DecRef(found);
        if (!next) return NULL;
        found = next;
        if (called) {
            found = PyObject_CallObject(next, NULL);
            Py_DecRef(next);
            if (!found) return NULL;
        }
        path += part + 1;
    }
    if (!found) PyErr_SetString(PyExc_NameError, "no entry is named");
    return found;
}

void encode_error(struct buffer *out) {
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    buffer_byte(out, 'X');
    PyObject *name = type ? PyObject_GetAttrString(type, "__name__") : NULL, *text = value ? PyObject_Str(value) : NULL;
    PyErr_Clear();
    PyObject *nothing = PyUnicode_FromString("");
    encode_text(out, name && IS(name, PyUnicode_Type) ? name : nothing, 256);
    encode_text(out, text && IS(text, PyUnicode_Type) ? text : nothing, MOST_MESSAGE);
    PyErr_Clear();
}

bool add_record(const struct cell_job *job, struct cell_records *records, const char *bytes, size_t size) {
    size_t cell = job->records - sizeof *records;
    if (records->size > cell || size > cell - records->size) return false;
    memcpy((char *)(records + 1) + records->size, bytes, size);
    records->size += size;
    return true;
}

// One call's arguments: 'L' or 'U', or 'K' and a list and a map.
static bool read_call(struct reader *in, PyObject **arguments, PyObject **keywords) {
    *keywords = NULL;
    bool with_keywords = in->at < in->end && *in->at == 'K';
    if (with_keywords) in->at++;
    PyObject *list = decode_value(in);
    if (!list) return false;
    *arguments = PyObject_CallFunction((PyObject *)&PyTuple_Type, "(O)", list);
    Py_DecRef(list);
    if (*arguments && with_keywords) *keywords = decode_value(in);
    return *arguments && (!with_keywords || *keywords);
}

static PyObject *nodes; // Python code: gives a function nodes where it wants some

PyObject *give_nodes(PyObject *self, PyObject *given) {
    (void)self;
    if (!PyArg_ParseTuple(given, "O", &nodes)) return NULL;
    Py_IncRef(nodes);
    return Py_IncRef(Py_None), Py_None;
}

// The arguments with nodes for lists, or NULL without an error. Takes the error that is set, where there is one.
static PyObject *arrange(PyObject *globals, PyObject *function, PyObject *arguments, PyObject *error, PyObject *known) {
    PyObject *made = PyObject_CallFunction(nodes, "OOOOO", globals, function, arguments, error ? error : Py_None, known);
    PyErr_Clear();
    if (made && IS(made, PyTuple_Type)) return made;
    if (made) Py_DecRef(made);
    return NULL;
}

// Calls with plain lists first and, where the function asks one for what a node has, again with nodes. `known`: the nodes
// that it wants, kept from call to call.
static PyObject *call_with_nodes(PyObject *globals, PyObject *function, struct reader again, PyObject *arguments, PyObject *keywords,
                                 bool has_nodes, PyObject *known) {
    PyObject *given = has_nodes || PyDict_Size(known) ? arrange(globals, function, arguments, NULL, known) : NULL;
    PyObject *value = PyObject_Call(function, given ? given : arguments, keywords);
    for (int tries = 0; !value && tries < 8 && PyErr_ExceptionMatches(PyExc_AttributeError); tries++) {
        PyObject *type, *error, *trace, *fresh = NULL, *more = NULL;
        PyErr_Fetch(&type, &error, &trace);
        PyErr_NormalizeException(&type, &error, &trace);
        PyObject *found = arrange(globals, function, given ? given : arguments, error, known);
        struct reader copy = again; // the call may have changed its arguments
        if (found && read_call(&copy, &fresh, &more) && (given = arrange(globals, function, fresh, NULL, known))) {
            value = PyObject_Call(function, given, more);
        } else {
            PyErr_Clear();
            PyErr_Restore(type, error, trace);
            break;
        }
    }
    return value;
}

int run_calls(const struct cell_job *job, struct cell_records *records, PyObject *globals) {
    size_t size, entry_size;
    const char *entry = job_section(job, WIRE_ENTRY, &entry_size), *bytes = job_section(job, WIRE_CALLS, &size);
    struct reader in = {.at = bytes, .end = bytes + size, .globals = globals};
    struct buffer out = {.most = job->records - sizeof *records, .by_value = true};
    char tag;
    uint32_t count;
    if (!read_byte(&in, &tag) || tag != 'L' || !read_u32(&in, &count)) {
        PyErr_SetString(PyExc_ValueError, "malformed calls");
        return end_by_error(records);
    }
    size_t source_size;
    const char *source = job_section(job, WIRE_PROGRAM, &source_size);
    static const char *const words[] = {"ListNode", "TreeNode", ".next", ".left", ".right"};
    bool has_nodes = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) has_nodes |= memmem(source, source_size, words[i], strlen(words[i])) != NULL;
    PyObject *known = PyDict_New();
    bool raised = false;
    for (uint32_t i = 0; i < count; i++) {
        PyObject *arguments = NULL, *keywords = NULL;
        struct reader again = in;
        if (!read_call(&in, &arguments, &keywords)) return end_by_error(records);
        PyObject *function = resolve_path(globals, entry, entry_size);
        PyObject *value = function ? call_with_nodes(globals, function, again, arguments, keywords, has_nodes, known) : NULL;
        out.size = 0;
        if (value) {
            buffer_byte(&out, 'V');
            // No node is an empty list of them.
            if (value == Py_None && PyDict_Size(known)) buffer_byte(&out, 'H'), buffer_u32(&out, 0);
            else encode_value(&out, value);
            Py_DecRef(value);
        } else {
            raised = true;
            if (PyErr_ExceptionMatches(PyExc_SystemExit)) return end_by_error(records);
            if (PyErr_ExceptionMatches(PyExc_MemoryError)) records->note = NOTE_NO_MEMORY;
            encode_error(&out);
        }
        if (!add_record(job, records, out.bytes, out.size)) {
            PyErr_SetString(PyExc_MemoryError, "the results are larger than the output limit");
            return end_by_error(records);
        }
        if (function) Py_DecRef(function);
        Py_DecRef(arguments);
        if (keywords) Py_DecRef(keywords);
    }
    free(out.bytes);
    return raised ? 1 : 0;
}
