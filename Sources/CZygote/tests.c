// The trusted end of a split run: the module `candidate`, whose every operation is one order to the other process.
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "zygote.h"

static int peer = -1;
static bool dead, greeted;
static size_t most_frame;
static const struct cell_job *own_job;
static struct cell_records *own_records;
static PyObject *main_globals, *names_found, *failure, *died, *opaque_error, *raised;
static PyObject *asked, *raising, *refilled; // Python code: answers the program's questions, makes exceptions, changes arrays

static PyObject *candidate_died(const char *why) {
    dead = true;
    PyErr_SetString(died, why);
    return NULL;
}

// The kind of each name. NULL for what are no lists of texts: whatever else a program sends in their place is its own
// failure, not its tests'.
static PyObject *kinds_of(PyObject *lists) {
    static const char *const kinds[NAME_KINDS] = {"value", "function", "class"};
    if (!lists || !IS(lists, PyTuple_Type) || PyTuple_Size(lists) != NAME_KINDS) return NULL;
    PyObject *found = PyDict_New();
    for (int i = 0; i < NAME_KINDS; i++) {
        PyObject *list = PyTuple_GetItem(lists, i), *kind = PyUnicode_FromString(kinds[i]);
        if (!IS(list, PyList_Type)) return NULL;
        for (Py_ssize_t j = 0; j < PyList_Size(list); j++) {
            PyObject *name = PyList_GetItem(list, j);
            if (!IS(name, PyUnicode_Type) || PyDict_SetItem(found, name, kind) != 0) return NULL;
        }
        Py_DecRef(kind);
    }
    return found;
}

// The program's names are its first frame; nothing else comes before it.
static bool greet(void) {
    if (dead) return candidate_died("the program's process is gone"), false;
    if (greeted) return true;
    size_t size;
    char *frame = receive_frame(peer, most_frame, &size);
    if (!frame) return candidate_died("the program's process ended before it could be asked"), false;
    struct reader in = {.at = frame, .end = frame + size};
    PyObject *lists = decode_value(&in);
    free(frame);
    names_found = kinds_of(lists);
    if (lists) Py_DecRef(lists);
    PyErr_Clear();
    if (!names_found) return candidate_died("the program's process broke the protocol"), false;
    greeted = true;
    return true;
}

// Raises what the program raised: what Python code makes of it, a builtin exception by its name, or candidate.Raised.
static PyObject *raise_again(struct reader *in) {
    PyObject *name = decode_value(in), *message = name ? decode_value(in) : NULL, *more = message ? decode_value(in) : NULL;
    if (!more) {
        PyErr_Clear();
        return candidate_died("the program's process broke the protocol");
    }
    PyObject *error = raising ? PyObject_CallFunction(raising, "OOO", name, message, more) : NULL;
    if (error) {
        PyErr_SetObject((PyObject *)error->type, error);
    } else if (!raising) {
        PyObject *builtin = PyDict_GetItem(PyEval_GetBuiltins(), name);
        bool plain = builtin && PyType_IsSubtype(builtin->type, &PyType_Type) &&
                     PyType_IsSubtype((PyTypeObject *)builtin, (PyTypeObject *)PyExc_Exception);
        PyObject *class = plain ? builtin : raised;
        error = PyObject_CallFunction(class, "(O)", message);
        if (error && !plain) {
            PyObject_SetAttrString(error, "name", name);
            PyObject_SetAttrString(error, "message", message);
        }
        if (error) PyErr_SetObject(class, error);
    }
    if (error) Py_DecRef(error);
    Py_DecRef(name);
    Py_DecRef(message);
    Py_DecRef(more);
    return NULL;
}

static void replace_contents(PyObject *original, PyObject *changed) {
    if (IS(original, PyList_Type) && IS(changed, PyList_Type)) {
        PyList_SetSlice(original, 0, PyList_Size(original), changed);
    } else if (IS(original, PyDict_Type) && IS(changed, PyDict_Type)) {
        PyDict_Clear(original);
        PyDict_Update(original, changed);
    } else if (original->type == changed->type) {
        static const char *const refill[] = {"update", "extend"};
        bool refillable = IS(original, PySet_Type) || IS(original, PyByteArray_Type);
        for (int i = ORDERED_DICT; i <= DEQUE; i++) refillable |= (PyObject *)original->type == standard_classes[i];
        if (refillable) {
            bool extends = IS(original, PyByteArray_Type) || (PyObject *)original->type == standard_classes[DEQUE];
            PyObject_CallMethod(original, "clear", NULL);
            PyObject_CallMethod(original, refill[extends], "(O)", changed);
        } else if (refilled && (PyObject *)original->type != list_node_class && (PyObject *)original->type != tree_node_class) {
            PyObject_CallFunction(refilled, "OO", original, changed);
        } else {
            // Nodes of lists and trees: the first node takes over what the program made of it.
            static const char *const names[] = {"val", "next", "left", "right"};
            for (int i = 0; i < 4; i++) {
                PyObject *value = PyObject_GetAttrString(changed, names[i]);
                PyErr_Clear();
                PyObject *old = value ? PyObject_GetAttrString(original, names[i]) : NULL;
                if (old) PyObject_SetAttrString(original, names[i], value);
                if (old) Py_DecRef(old);
                if (value) Py_DecRef(value);
            }
        }
    }
    PyErr_Clear();
}

// Answers what the program's process asks before it answers itself, such as a call of a function of the tests.
static bool answer_question(struct reader *in) {
    struct buffer out = {.most = most_frame};
    PyObject *question = decode_value(in), *answer = question ? PyObject_CallFunction(asked, "(O)", question) : NULL;
    if (answer) {
        buffer_byte(&out, 'V');
        encode_value(&out, answer);
        Py_DecRef(answer);
    } else {
        encode_error(&out);
    }
    if (question) Py_DecRef(question);
    PyErr_Clear();
    bool sent = send_frame(peer, out.bytes, out.size);
    free(out.bytes);
    return sent;
}

// Sends an order and reads its answer; `arguments` (a tuple, or NULL) are updated where the program changed them.
static PyObject *ask(struct buffer *order, PyObject *arguments) {
    if (order->full) {
        free(order->bytes);
        PyErr_SetString(PyExc_ValueError, "the arguments are too large");
        return NULL;
    }
    bool sent = send_frame(peer, order->bytes, order->size);
    bool numbers = order->size > 0 && order->bytes[0] == PEER_NEW;
    free(order->bytes);
    size_t size;
    char *frame = NULL, tag = 0;
    struct reader in;
    for (;;) {
        frame = sent && !dead ? receive_frame(peer, most_frame, &size) : NULL;
        if (!frame) return candidate_died("the program's process is gone");
        in = (struct reader){.at = frame, .end = frame + size, .globals = main_globals, .opaque = opaque_error, .numbers = numbers};
        tag = 0;
        read_byte(&in, &tag);
        if (tag != 'B' || !asked) break;
        sent = answer_question(&in);
        free(frame);
    }
    PyObject *value = NULL;
    if (tag == 'V') value = decode_value(&in);
    else if (tag == 'X') raise_again(&in);
    else candidate_died("the program's process broke the protocol");
    if (!value && PyErr_ExceptionMatches(PyExc_ValueError) && tag == 'V') {
        PyErr_Clear();
        candidate_died("the program's process broke the protocol");
    }
    if (arguments && !dead && in.at < in.end) {
        PyObject *type, *error, *trace;
        PyErr_Fetch(&type, &error, &trace);
        // Opaque or malformed leftovers change nothing.
        PyObject *changed = decode_value(&in);
        if (changed && IS(changed, PyTuple_Type) && PyTuple_Size(changed) == PyTuple_Size(arguments))
            for (Py_ssize_t i = 0; i < PyTuple_Size(arguments); i++)
                replace_contents(PyTuple_GetItem(arguments, i), PyTuple_GetItem(changed, i));
        if (changed) Py_DecRef(changed);
        PyErr_Clear();
        PyErr_Restore(type, error, trace);
    }
    free(frame);
    return value;
}

static struct buffer start_order(char order, PyObject *first) {
    struct buffer out = {.most = most_frame};
    buffer_byte(&out, order);
    encode_value(&out, first);
    return out;
}

static PyObject *with_arguments(char order, PyObject *first, PyObject *name, PyObject *arguments, PyObject *keywords) {
    if (!greet()) return NULL;
    PyObject *tuple = PyObject_CallFunction((PyObject *)&PyTuple_Type, "(O)", arguments);
    if (!tuple) return NULL;
    PyObject *none = keywords ? NULL : PyDict_New();
    struct buffer out = start_order(order, first);
    if (name) encode_value(&out, name);
    encode_value(&out, tuple);
    encode_value(&out, keywords ? keywords : none);
    if (none) Py_DecRef(none);
    PyObject *value = ask(&out, tuple);
    Py_DecRef(tuple);
    return value;
}

static PyObject *order_call(PyObject *self, PyObject *given) {
    (void)self;
    PyObject *path, *arguments, *keywords = NULL;
    if (!PyArg_ParseTuple(given, "OO|O", &path, &arguments, &keywords)) return NULL;
    return with_arguments(PEER_CALL, path, NULL, arguments, keywords);
}

static PyObject *order_new(PyObject *self, PyObject *given) {
    (void)self;
    PyObject *path, *arguments, *keywords = NULL;
    if (!PyArg_ParseTuple(given, "OO|O", &path, &arguments, &keywords)) return NULL;
    return with_arguments(PEER_NEW, path, NULL, arguments, keywords);
}

static PyObject *order_invoke(PyObject *self, PyObject *given) {
    (void)self;
    PyObject *handle, *name, *arguments, *keywords = NULL;
    if (!PyArg_ParseTuple(given, "OOO|O", &handle, &name, &arguments, &keywords)) return NULL;
    return with_arguments(PEER_INVOKE, handle, name, arguments, keywords);
}

static PyObject *without_arguments(char order, PyObject *given, const char *format) {
    PyObject *parts[3] = {NULL, NULL, NULL};
    if (!PyArg_ParseTuple(given, format, &parts[0], &parts[1], &parts[2]) || !greet()) return NULL;
    struct buffer out = start_order(order, parts[0]);
    for (int i = 1; i < 3; i++)
        if (parts[i]) encode_value(&out, parts[i]);
    return ask(&out, NULL);
}

static PyObject *order_value(PyObject *self, PyObject *given) {
    (void)self;
    return without_arguments(PEER_VALUE, given, "O");
}

static PyObject *order_get(PyObject *self, PyObject *given) {
    (void)self;
    return without_arguments(PEER_GET, given, "OO");
}

static PyObject *order_set(PyObject *self, PyObject *given) {
    (void)self;
    return without_arguments(PEER_SET, given, "OOO");
}

static PyObject *order_drop(PyObject *self, PyObject *given) {
    (void)self;
    return without_arguments(PEER_DROP, given, "O");
}

static PyObject *order_extra(PyObject *self, PyObject *given) {
    (void)self;
    return without_arguments(PEER_EXTRA, given, "O");
}

// cross(out, in, asked, raising, refill)
static PyObject *cross(PyObject *self, PyObject *given) {
    (void)self;
    PyObject *parts[5];
    if (!PyArg_ParseTuple(given, "OOOOO", &parts[0], &parts[1], &parts[2], &parts[3], &parts[4])) return NULL;
    for (int i = 0; i < 5; i++) Py_IncRef(parts[i]);
    crossing.out = parts[0];
    crossing.in = parts[1];
    asked = parts[2];
    raising = parts[3];
    refilled = parts[4];
    return Py_IncRef(Py_None), Py_None;
}

static PyObject *names(PyObject *self, PyObject *given) {
    (void)self, (void)given;
    if (!greet()) return NULL;
    PyObject *copy = PyDict_New();
    PyDict_Update(copy, names_found);
    return copy;
}

static PyObject *report(PyObject *self, PyObject *given) {
    (void)self;
    PyObject *value;
    if (!PyArg_ParseTuple(given, "O", &value)) return NULL;
    struct buffer out = {.most = own_job->records};
    buffer_byte(&out, 'V');
    encode_value(&out, value);
    bool fits = add_record(own_job, own_records, out.bytes, out.size);
    free(out.bytes);
    if (fits) return Py_IncRef(Py_None), Py_None;
    PyErr_SetString(PyExc_ValueError, "the report is larger than the output limit");
    return NULL;
}

static PyMethodDef methods[] = {
    {"names", names, METH_NOARGS, "The program's globals: a dict of name to kind."},
    {"call", order_call, METH_VARARGS, "call(path, args, kwargs={}): the value of a call in the program."},
    {"value", order_value, METH_VARARGS, "value(path): a global or attribute."},
    {"new", order_new, METH_VARARGS, "new(path, args, kwargs={}): a handle of a new object."},
    {"invoke", order_invoke, METH_VARARGS, "invoke(handle, name, args, kwargs={}): a method's value."},
    {"get", order_get, METH_VARARGS, "get(handle, name): an attribute."},
    {"set", order_set, METH_VARARGS, "set(handle, name, value): sets an attribute."},
    {"drop", order_drop, METH_VARARGS, "drop(handle): forgets an object."},
    {"extra", order_extra, METH_VARARGS, "extra(value): what Python code in the program's process answers."},
    {"cross", cross, METH_VARARGS, "cross(out, in, asked, raising, refill): what crosses beyond plain data."},
    {"report", report, METH_VARARGS, "report(value): one record to the judge."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef definition = {.base = {.object = {1, NULL}}, .name = "candidate", .size = -1, .methods = methods};

static PyObject *error_class(PyObject *module, const char *name, PyObject *base) {
    char full[64] = "candidate.";
    strcat(full, name);
    PyObject *class = PyErr_NewException(full, base, NULL);
    Py_IncRef(class);
    PyModule_AddObject(module, name, class);
    return class;
}

PyObject *make_candidate(PyObject *self, PyObject *none) {
    (void)self, (void)none;
    PyObject *module = PyModule_Create2(&definition, 3);
    failure = error_class(module, "Failure", PyExc_BaseException);
    died = error_class(module, "Died", failure);
    opaque_error = error_class(module, "Opaque", failure);
    raised = error_class(module, "Raised", PyExc_Exception);
    PyDict_SetItemString(PyImport_GetModuleDict(), "candidate", module);
    return Py_IncRef(Py_None), Py_None;
}

void join_candidate(const struct cell_job *job, struct cell_records *records, PyObject *globals, int socket) {
    peer = socket;
    own_job = job;
    own_records = records;
    main_globals = globals;
    most_frame = job->output + (1u << 20);
    if (!died) make_candidate(NULL, NULL);
}
