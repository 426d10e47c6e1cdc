// The untrusted end of a split run: after the program's top level it answers orders of the test process until that
// closes the socket. What it answers is believed to be nothing but this program's own values.
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "zygote.h"

#define PATIENCE 50000 // microseconds for which a program whose tests are over waits for its end

bool send_frame(int fd, const char *bytes, size_t size) {
    uint32_t head = (uint32_t)size;
    const char *part = (const char *)&head;
    size_t left = sizeof head;
    for (int step = 0; step < 2; step++) {
        while (left > 0) {
            ssize_t sent = send(fd, part, left, MSG_NOSIGNAL | (step == 0 ? MSG_MORE : 0));
            if (sent < 0 && errno == EINTR) continue;
            if (sent <= 0) return false;
            part += sent;
            left -= (size_t)sent;
        }
        part = bytes;
        left = size;
    }
    return true;
}

static bool receive_all(int fd, char *bytes, size_t size) {
    while (size > 0) {
        ssize_t got = recv(fd, bytes, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        bytes += got;
        size -= (size_t)got;
    }
    return true;
}

char *receive_frame(int fd, size_t most, size_t *size) {
    uint32_t head;
    if (!receive_all(fd, (char *)&head, sizeof head) || head > most) return NULL;
    char *bytes = malloc(head ? head : 1);
    if (bytes && receive_all(fd, bytes, head)) {
        *size = head;
        return bytes;
    }
    free(bytes);
    return NULL;
}

static PyObject *handles; // of objects that the test process asked for
static long long next_handle;
static PyObject *extra, *describe; // Python code: answers further orders, describes exceptions
static PyObject *own_globals;
static struct crossing crossing_in_program;
static int own_peer = -1;
static size_t most_answer;

PyObject *cross_candidate(PyObject *self, PyObject *given) {
    (void)self;
    PyObject *parts[5];
    if (!PyArg_ParseTuple(given, "OOOOO", &parts[0], &parts[1], &parts[2], &parts[3], &parts[4])) return NULL;
    for (int i = 0; i < 5; i++) Py_IncRef(parts[i]);
    crossing_in_program = (struct crossing){parts[0], parts[1]};
    extra = parts[2];
    describe = parts[3];
    handles = parts[4];
    return Py_IncRef(Py_None), Py_None;
}

// A call's exception, with the words of Python code about it.
static void encode_raised(struct buffer *out) {
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    PyObject *more = describe && value ? PyObject_CallFunction(describe, "(O)", value) : NULL;
    PyErr_Clear();
    PyErr_Restore(type, value, trace);
    encode_error(out);
    if (more) encode_value(out, more);
    else buffer_byte(out, 'N');
    if (more) Py_DecRef(more);
}

// The names of the program by kind: a tuple of three lists.
static PyObject *names_of(PyObject *globals) {
    PyObject *lists = PyTuple_New(NAME_KINDS), *key, *value;
    for (int i = 0; i < NAME_KINDS; i++) PyTuple_SetItem(lists, i, PyList_New(0));
    Py_ssize_t at = 0;
    while (PyDict_Next(globals, &at, &key, &value)) {
        if (!IS(key, PyUnicode_Type) || IS(value, PyModule_Type)) continue;
        PyObject *bytes = PyUnicode_AsEncodedString(key, "utf-8", "surrogatepass");
        bool hidden = !bytes || strncmp(PyBytes_AsString(bytes), "__", 2) == 0;
        if (bytes) Py_DecRef(bytes);
        if (hidden) continue;
        bool is_class = PyType_IsSubtype(value->type, &PyType_Type);
        PyList_Append(PyTuple_GetItem(lists, is_class ? NAME_CLASS : PyCallable_Check(value) ? NAME_FUNCTION : NAME_VALUE), key);
    }
    PyErr_Clear();
    return lists;
}

static PyObject *malformed(void) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "malformed order");
    return NULL;
}

// The object an order is about: a path's, or a handle's attribute.
static PyObject *subject(char order, struct reader *in, PyObject *globals, PyObject **name) {
    *name = NULL;
    PyObject *first = decode_value(in);
    if (!first) return NULL;
    if (order == PEER_CALL || order == PEER_VALUE || order == PEER_NEW) {
        PyObject *path = IS(first, PyUnicode_Type) ? PyUnicode_AsEncodedString(first, "utf-8", "strict") : NULL;
        Py_DecRef(first);
        if (!path) return malformed();
        PyObject *found = resolve_path(globals, PyBytes_AsString(path), (size_t)PyBytes_Size(path));
        Py_DecRef(path);
        return found;
    }
    PyObject *object = IS(first, PyLong_Type) ? PyDict_GetItem(handles, first) : NULL;
    if (order == PEER_DROP && object) PyDict_DelItem(handles, first);
    Py_DecRef(first);
    if (!object) return order == PEER_DROP ? (Py_IncRef(Py_None), Py_None) : malformed();
    if (order == PEER_DROP) return Py_IncRef(Py_None), Py_None;
    *name = decode_value(in);
    if (!*name || !IS(*name, PyUnicode_Type)) return malformed();
    if (order == PEER_SET) return Py_IncRef(object), object;
    return PyObject_GetAttr(object, *name);
}

static PyObject *last; // a list that takes the arguments and the result of each order, or NULL

PyObject *remember(PyObject *self, PyObject *given) {
    (void)self;
    if (!PyArg_ParseTuple(given, "O", &last)) return NULL;
    Py_IncRef(last);
    return Py_IncRef(Py_None), Py_None;
}

static void remember_order(PyObject *arguments, PyObject *result) {
    PyObject *pair = PyList_New(0);
    PyList_Append(pair, arguments ? arguments : Py_None);
    PyList_Append(pair, result);
    PyList_SetSlice(last, 0, PyList_Size(last), pair);
    Py_DecRef(pair);
}

static PyObject *keep(PyObject *object) {
    PyObject *handle = PyLong_FromLongLong(++next_handle);
    PyDict_SetItem(handles, handle, object);
    return handle;
}

static void answer(struct buffer *out, char order, struct reader *in, PyObject *globals) {
    PyObject *name = NULL, *arguments = NULL, *keywords = NULL, *result = NULL;
    const char *sent = NULL;
    size_t sent_size = 0;
    PyObject *object = order == PEER_EXTRA ? decode_value(in) : subject(order, in, globals, &name);
    if (object && (order == PEER_CALL || order == PEER_NEW || order == PEER_INVOKE)) {
        sent = in->at;
        arguments = decode_value(in);
        sent_size = (size_t)(in->at - sent);
        keywords = arguments ? decode_value(in) : NULL;
        if (keywords && IS(arguments, PyTuple_Type) && IS(keywords, PyDict_Type))
            result = PyObject_Call(object, arguments, keywords);
        else malformed();
        if (result && order == PEER_NEW && !crossing.out) {
            PyObject *handle = keep(result);
            Py_DecRef(result);
            result = handle;
        }
    } else if (object && order == PEER_EXTRA) {
        result = extra ? PyObject_CallFunction(extra, "OO", globals, object) : malformed();
    } else if (object && order == PEER_SET) {
        PyObject *value = decode_value(in);
        if (value && PyObject_SetAttr(object, name, value) == 0) result = (Py_IncRef(Py_None), Py_None);
        if (value) Py_DecRef(value);
    } else {
        result = object;
        if (object) Py_IncRef(object);
    }
    if (result && last && order != PEER_EXTRA) remember_order(arguments, result);
    if (result) {
        buffer_byte(out, 'V');
        if (order == PEER_NEW) encode_reference(out, result);
        else encode_value(out, result);
    } else {
        encode_raised(out);
    }
    PyErr_Clear();
    // The call's changes to its arguments, when there are any.
    if (arguments) {
        size_t start = out->size;
        encode_value(out, arguments);
        if (out->size - start == sent_size && memcmp(out->bytes + start, sent, sent_size) == 0) out->size = start;
    }
    if (!arguments || out->size == 0 || (sent && out->size > 0 && out->full)) out->full = false;
    if (object) Py_DecRef(object);
    if (result) Py_DecRef(result);
    if (name) Py_DecRef(name);
    if (arguments) Py_DecRef(arguments);
    if (keywords) Py_DecRef(keywords);
}

// Answers orders until an answer to a question comes, which is returned, or the end: NULL.
static char *serve_orders(size_t *size) {
    for (;;) {
        char *frame = receive_frame(own_peer, UINT32_MAX, size);
        if (!frame || *size == 0) return NULL;
        if (frame[0] == 'V' || frame[0] == 'X') return frame;
        struct buffer out = {.most = most_answer};
        struct reader in = {.at = frame + 1, .end = frame + *size, .globals = own_globals};
        answer(&out, frame[0], &in, own_globals);
        free(frame);
        bool sent = send_frame(own_peer, out.bytes, out.size);
        free(out.bytes);
        if (!sent) return NULL;
    }
}

PyObject *ask_tests(PyObject *self, PyObject *given) {
    (void)self;
    PyObject *question, *result = NULL;
    if (!PyArg_ParseTuple(given, "O", &question) || own_peer < 0) return malformed();
    struct buffer out = {.most = most_answer};
    buffer_byte(&out, 'B');
    encode_value(&out, question);
    size_t size;
    bool sent = send_frame(own_peer, out.bytes, out.size);
    free(out.bytes);
    char *frame = sent ? serve_orders(&size) : NULL;
    if (!frame) _exit(1); // nobody is left to answer
    struct reader in = {.at = frame + 1, .end = frame + size, .globals = own_globals};
    if (frame[0] == 'V') {
        result = decode_value(&in);
    } else {
        PyObject *name = decode_value(&in), *message = name ? decode_value(&in) : NULL;
        if (message) result = PyTuple_New(2), PyTuple_SetItem(result, 0, name), PyTuple_SetItem(result, 1, message);
    }
    // A pair: whether it is an answer, and the answer, or what was raised.
    PyObject *pair = result ? PyObject_CallFunction((PyObject *)&PyTuple_Type, "((OO))", frame[0] == 'V' ? Py_True : Py_False, result) : malformed();
    if (result) Py_DecRef(result);
    free(frame);
    return pair;
}

void serve_candidate(const struct cell_job *job, PyObject *globals, int peer) {
    struct buffer out = {.most = job->output + 65536};
    own_globals = globals;
    own_peer = peer;
    most_answer = out.most;
    crossing = crossing_in_program;
    if (!handles) handles = PyDict_New();
    PyObject *names = names_of(globals);
    encode_value(&out, names);
    Py_DecRef(names);
    size_t size;
    if (send_frame(peer, out.bytes, out.size)) free(serve_orders(&size));
    // The tests have ended, so the warden is about to end this process. What an orderly end does would be work for nobody.
    flush("stdout");
    flush("stderr");
    usleep(PATIENCE);
    end_run(0);
}
