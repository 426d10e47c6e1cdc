// A run's life as CPython's own main would live it: a fresh __main__, the program, and an orderly end.
#define _GNU_SOURCE
#include <string.h>
#include <unistd.h>

#include "zygote.h"

static void set(PyObject *mapping, const char *name, PyObject *value) {
    if (value) PyDict_SetItemString(mapping, name, value);
    if (value) Py_DecRef(value);
    PyErr_Clear();
}

static PyObject *main_module; // the one reference beside that of sys.modules

PyObject *fresh_main(const char *name, size_t name_size) {
    PyObject *module = main_module = PyModule_New("__main__"), *globals = PyModule_GetDict(module);
    // Looked up: what an import does besides costs a run a dozen pages.
    PyDict_SetItemString(globals, "__builtins__", PyDict_GetItemString(PyImport_GetModuleDict(), "builtins"));
    PyDict_SetItemString(globals, "__spec__", Py_None);
    PyDict_SetItemString(globals, "__package__", Py_None);
    PyDict_SetItemString(globals, "__loader__", Py_None);
    set(globals, "__file__", PyUnicode_FromStringAndSize(name, (Py_ssize_t)name_size));
    PyDict_SetItemString(PyImport_GetModuleDict(), "__main__", module);
    return globals;
}

void add_node_classes(PyObject *globals) {
    if (list_node_class) PyDict_SetItemString(globals, "ListNode", list_node_class);
    if (tree_node_class) PyDict_SetItemString(globals, "TreeNode", tree_node_class);
}

void set_surroundings(const struct cell_job *job) {
    size_t size;
    const char *name = job_section(job, WIRE_NAME, &size);
    PyObject *arguments = PyList_New(0), *item = PyUnicode_FromStringAndSize(name, (Py_ssize_t)size);
    PyList_Append(arguments, item);
    const char *at = job_section(job, WIRE_ARGUMENTS, &size), *end = at + size;
    for (; at < end; at += strlen(at) + 1) {
        item = PyUnicode_DecodeFSDefault(at);
        if (item) PyList_Append(arguments, item);
    }
    PySys_SetObject("argv", arguments);
    at = job_section(job, WIRE_ENVIRONMENT, &size);
    end = at + size;
    PyObject *os = at < end ? PyImport_ImportModule("os") : NULL;
    PyObject *environment = os ? PyObject_GetAttrString(os, "environ") : NULL;
    for (; environment && at < end; at += strlen(at) + 1) {
        const char *equals = strchr(at, '=');
        if (!equals) continue;
        PyObject *key = PyUnicode_FromStringAndSize(at, equals - at), *value = PyUnicode_DecodeFSDefault(equals + 1);
        if (key && value) PyObject_CallMethod(environment, "__setitem__", "OO", key, value);
    }
    PyErr_Clear();
}

// Prints and ends as the interpreter would.
int end_by_error(struct cell_records *records) {
    if (PyErr_ExceptionMatches(PyExc_SystemExit)) {
        PyObject *type, *value, *trace;
        PyErr_Fetch(&type, &value, &trace);
        PyErr_NormalizeException(&type, &value, &trace);
        PyObject *code = value ? PyObject_GetAttrString(value, "code") : NULL;
        PyErr_Clear();
        if (!code || code == Py_None) return 0;
        if (PyType_IsSubtype(code->type, &PyLong_Type)) {
            int overflow;
            long long number = PyLong_AsLongLongAndOverflow(code, &overflow);
            PyErr_Clear();
            return overflow ? 255 : (int)(number & 255);
        }
        PyObject *errors = PySys_GetObject("stderr"), *text = PyObject_Str(code);
        if (errors && text) PyObject_CallMethod(errors, "write", "O", text);
        if (errors) PyObject_CallMethod(errors, "write", "s", "\n");
        PyErr_Clear();
        return 1;
    }
    if (PyErr_ExceptionMatches(PyExc_MemoryError) && records->note == NOTE_NONE) records->note = NOTE_NO_MEMORY;
    PyErr_PrintEx(0);
    return 1;
}

bool run_program(const struct cell_job *job, struct cell_records *records, PyObject *globals, int *code) {
    size_t size, name_size;
    const char *source = job_section(job, WIRE_PROGRAM, &size), *name = job_section(job, WIRE_NAME, &name_size);
    PyObject *text = PyBytes_FromStringAndSize(source, (Py_ssize_t)size);
    PyObject *file = PyUnicode_FromStringAndSize(name, (Py_ssize_t)name_size);
    PyObject *compile = PyDict_GetItemString(PyEval_GetBuiltins(), "compile");
    PyObject *program = text && file ? PyObject_CallFunction(compile, "OOsii", text, file, "exec", 0, 1) : NULL;
    if (text) Py_DecRef(text);
    if (file) Py_DecRef(file);
    if (!program) {
        records->note = NOTE_COMPILE_ERROR;
        PyErr_PrintEx(0);
        *code = 1;
        return false;
    }
    PyObject *done = PyEval_EvalCode(program, globals, globals);
    Py_DecRef(program);
    if (done) {
        Py_DecRef(done);
        return true;
    }
    *code = end_by_error(records);
    return false;
}

// Whether nothing waits for threading's end: no thread was started, and nothing is to be called.
static bool is_threading_idle(void) {
    PyObject *module = PyDict_GetItemString(PyImport_GetModuleDict(), "threading");
    if (!module) return true;
    static const struct { const char *name; Py_ssize_t idle; } parts[] = {{"_active", 1}, {"_limbo", 0}, {"_threading_atexits", 0}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        PyObject *part = PyObject_GetAttrString(module, parts[i].name);
        bool idle = part && (IS(part, PyDict_Type) ? PyDict_Size(part) : IS(part, PyList_Type) ? PyList_Size(part) : -1) == parts[i].idle;
        if (part) Py_DecRef(part);
        PyErr_Clear();
        if (!idle) return false;
    }
    return true;
}

static void call_of_module(const char *module_name, const char *function) {
    PyObject *module = PyDict_GetItemString(PyImport_GetModuleDict(), module_name);
    if (module) PyObject_CallMethod(module, function, NULL);
    if (PyErr_Occurred()) PyErr_PrintEx(0);
}

static bool is_closed(PyObject *stream) {
    PyObject *closed = PyObject_GetAttrString(stream, "closed");
    bool is = closed && PyObject_IsTrue(closed) == 1;
    if (closed) Py_DecRef(closed);
    PyErr_Clear();
    return is;
}

bool flush(const char *name) {
    PyObject *stream = PySys_GetObject(name);
    if (!stream || stream == Py_None || is_closed(stream)) return true;
    PyObject *done = PyObject_CallMethod(stream, "flush", NULL);
    PyErr_Clear();
    return done != NULL;
}

// Empties a module as the interpreter does: first the names that begin with one underscore, then all but the builtins.
static void empty_module(PyObject *module) {
    PyObject *globals = PyModule_GetDict(module), *keys = PySequence_List(globals);
    for (int round = 0; keys && round < 2; round++)
        for (Py_ssize_t i = 0; i < PyList_Size(keys); i++) {
            PyObject *key = PyList_GetItem(keys, i);
            PyObject *bytes = IS(key, PyUnicode_Type) ? PyUnicode_AsEncodedString(key, "utf-8", "surrogatepass") : NULL;
            const char *name = bytes ? PyBytes_AsString(bytes) : "";
            bool hidden = name[0] == '_' && name[1] != '_', kept = strcmp(name, "__builtins__") == 0;
            if (bytes && !kept && (round == 1 || hidden)) PyDict_SetItem(globals, key, Py_None);
            if (bytes) Py_DecRef(bytes);
            PyErr_Clear();
        }
    if (keys) Py_DecRef(keys);
}

// Lets go of the program: its module first, then what hangs in circles, whose names are still whole, then the names.
static void drop_program(void) {
    PyObject *weak = main_module ? PyWeakref_NewRef(main_module, NULL) : NULL;
    PyDict_SetItemString(PyImport_GetModuleDict(), "__main__", Py_None);
    if (main_module) Py_DecRef(main_module);
    PyGC_Collect();
    PyErr_Clear();
    PyObject *left = weak ? PyObject_CallObject(weak, NULL) : NULL;
    if (left && left != Py_None) empty_module(left);
    if (left) Py_DecRef(left);
    PyErr_Clear();
}

void end_run(int code) {
    if (!is_threading_idle()) call_of_module("threading", "_shutdown");
    call_of_module("atexit", "_run_exitfuncs");
    bool written = flush("stdout");
    flush("stderr");
    // The interpreter's own order: the program's streams go, then its globals, whose files are flushed as they go, and
    // last the streams that were there first, whose errors no longer count.
    static const char *const streams[][2] = {{"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};
    for (size_t i = 0; i < sizeof streams / sizeof streams[0]; i++) {
        PyObject *first = PySys_GetObject(streams[i][1]);
        if (first) Py_IncRef(first);
        PySys_SetObject(streams[i][0], first ? first : Py_None);
        if (first) Py_DecRef(first);
        PyErr_Clear();
    }
    drop_program();
    flush("stdout");
    flush("stderr");
    _exit(written ? code : 120);
}
