// Plain data to Python values. The bytes may come from an untrusted process: every length is checked against what is
// there before anything is made.
#include <string.h>

#include "zygote.h"

#define MOST_DEPTH 300

bool read_byte(struct reader *in, char *byte) {
    if (in->at >= in->end) return false;
    *byte = *in->at++;
    return true;
}

bool read_u32(struct reader *in, uint32_t *value) {
    if (in->end - in->at < 4) return false;
    memcpy(value, in->at, 4);
    in->at += 4;
    return true;
}

static PyObject *malformed(void) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "malformed plain data");
    return NULL;
}

static PyObject *text(struct reader *in, char tag) {
    uint32_t size;
    if (!read_u32(in, &size) || size > (size_t)(in->end - in->at)) return malformed();
    const char *bytes = in->at;
    in->at += size;
    if (tag == 'S') return PyUnicode_DecodeUTF8(bytes, (Py_ssize_t)size, "surrogatepass");
    if (tag == 'B') return PyBytes_FromStringAndSize(bytes, (Py_ssize_t)size);
    if (tag == 'A') return PyByteArray_FromStringAndSize(bytes, (Py_ssize_t)size);
    if (tag == 'O') {
        PyObject *name = PyUnicode_DecodeUTF8(bytes, (Py_ssize_t)size, "replace");
        if (in->opaque && name) PyErr_SetObject(in->opaque, name);
        if (name) Py_DecRef(name);
        return malformed();
    }
    // 'J': the digits need an end of their own
    PyObject *digits = PyBytes_FromStringAndSize(bytes, (Py_ssize_t)size);
    if (!digits) return NULL;
    PyObject *number = PyLong_FromString(PyBytes_AsString(digits), NULL, 16);
    Py_DecRef(digits);
    return number ? number : malformed();
}

static PyObject *number(struct reader *in, char tag) {
    size_t size = tag == 'C' ? 16 : 8;
    if ((size_t)(in->end - in->at) < size) return malformed();
    long long integer;
    double parts[2];
    memcpy(&integer, in->at, 8);
    memcpy(parts, in->at, size);
    in->at += size;
    return tag == 'I' ? PyLong_FromLongLong(integer)
                      : tag == 'D' ? PyFloat_FromDouble(parts[0]) : PyComplex_FromDoubles(parts[0], parts[1]);
}

// A list of the next `count` values.
static PyObject *items(struct reader *in) {
    uint32_t count;
    if (!read_u32(in, &count) || count > (size_t)(in->end - in->at)) return malformed();
    PyObject *list = PyList_New(0);
    for (uint32_t i = 0; list && i < count; i++) {
        PyObject *item = decode_value(in);
        if (!item) {
            Py_DecRef(list);
            return NULL;
        }
        PyList_Append(list, item);
        Py_DecRef(item);
    }
    return list;
}

static PyObject *convert(PyObject *list, PyTypeObject *type) {
    if (!list) return NULL;
    PyObject *made = PyObject_CallFunction((PyObject *)type, "(O)", list);
    Py_DecRef(list);
    return made;
}

static PyObject *pairs(struct reader *in) {
    uint32_t count;
    if (!read_u32(in, &count) || count > (size_t)(in->end - in->at) / 2) return malformed();
    PyObject *mapping = PyDict_New();
    for (uint32_t i = 0; mapping && i < count; i++) {
        PyObject *key = decode_value(in), *value = key ? decode_value(in) : NULL;
        bool fine = value && PyDict_SetItem(mapping, key, value) == 0;
        if (key) Py_DecRef(key);
        if (value) Py_DecRef(value);
        if (!fine) {
            Py_DecRef(mapping);
            return NULL;
        }
    }
    return mapping;
}

static PyObject *standard(struct reader *in) {
    char kind;
    if (!read_byte(in, &kind) || kind < 1 || kind >= STANDARD_CLASSES || !standard_classes[(int)kind]) return malformed();
    PyObject *inner = decode_value(in), *class = standard_classes[(int)kind], *made = NULL;
    if (!inner) return NULL;
    bool is_map = IS(inner, PyDict_Type), is_tuple = IS(inner, PyTuple_Type);
    if (kind == DEFAULT_DICT && is_map) made = PyObject_CallFunction(class, "OO", Py_None, inner);
    else if (kind == RANGE || kind == FRACTION) made = is_tuple ? PyObject_CallObject(class, inner) : NULL;
    else if (kind <= COUNTER ? is_map : kind == DEQUE ? IS(inner, PyList_Type) : IS(inner, PyUnicode_Type))
        made = PyObject_CallFunction(class, "(O)", inner);
    Py_DecRef(inner);
    return made ? made : malformed();
}

static PyObject *node_class(struct reader *in, const char *name, PyObject *otherwise) {
    PyObject *own = in->globals ? PyDict_GetItemString(in->globals, name) : NULL;
    return own ? own : otherwise;
}

static PyObject *list_node(struct reader *in) {
    PyObject *values = items(in);
    if (!values) return NULL;
    PyObject *class = node_class(in, "ListNode", list_node_class), *head = Py_None;
    Py_IncRef(head);
    for (Py_ssize_t i = PyList_Size(values); i-- > 0 && head;) {
        PyObject *node = PyObject_CallFunction(class, "(O)", PyList_GetItem(values, i));
        if (node && PyObject_SetAttrString(node, "next", head) != 0) {
            Py_DecRef(node);
            node = NULL;
        }
        Py_DecRef(head);
        head = node;
    }
    Py_DecRef(values);
    return head;
}

static PyObject *tree_node(struct reader *in) {
    PyObject *values = items(in);
    if (!values) return NULL;
    Py_ssize_t count = PyList_Size(values), next = 1;
    PyObject *class = node_class(in, "TreeNode", tree_node_class), *nodes = PyList_New(0), *root = NULL;
    if (count > 0 && PyList_GetItem(values, 0) != Py_None) {
        root = PyObject_CallFunction(class, "(O)", PyList_GetItem(values, 0));
        if (root) PyList_Append(nodes, root);
    }
    for (Py_ssize_t i = 0; root && i < PyList_Size(nodes); i++) {
        for (int side = 0; side < 2; side++) {
            PyObject *value = next < count ? PyList_GetItem(values, next) : Py_None, *child = Py_None;
            next++;
            Py_IncRef(child);
            if (value != Py_None) {
                Py_DecRef(child);
                child = PyObject_CallFunction(class, "(O)", value);
                if (child) PyList_Append(nodes, child);
            }
            if (!child || PyObject_SetAttrString(PyList_GetItem(nodes, i), side ? "right" : "left", child) != 0) {
                Py_DecRef(root);
                root = NULL;
            }
            if (child) Py_DecRef(child);
            if (!root) break;
        }
    }
    Py_DecRef(nodes);
    Py_DecRef(values);
    return root ? root : malformed();
}

// A value beyond the plain ones: what Python code makes of its description. Where none does, it is opaque.
static PyObject *crossed(struct reader *in, char tag) {
    PyObject *description = decode_value(in);
    if (!description) return NULL;
    char name[2] = {tag, 0};
    PyObject *made = NULL;
    if (crossing.in) {
        made = PyObject_CallFunction(crossing.in, "sO", name, description);
    } else if (IS(description, PyTuple_Type) && PyTuple_Size(description) >= 2) {
        if (in->numbers && tag == 'G') Py_IncRef(made = PyTuple_GetItem(description, 0));
        else if (in->opaque) PyErr_SetObject(in->opaque, PyTuple_GetItem(description, tag == 'G' ? 1 : 0));
    }
    Py_DecRef(description);
    return made ? made : malformed();
}

static PyObject *decode(struct reader *in) {
    char tag;
    if (!read_byte(in, &tag)) return malformed();
    PyObject *constant = tag == 'N' ? Py_None : tag == 'T' ? Py_True : tag == 'F' ? Py_False : NULL;
    if (constant) {
        Py_IncRef(constant);
        return constant;
    }
    switch (tag) {
    case 'I':
    case 'D':
    case 'C': return number(in, tag);
    case 'J':
    case 'S':
    case 'B':
    case 'A':
    case 'O': return text(in, tag);
    case 'L': return items(in);
    case 'U': return convert(items(in), &PyTuple_Type);
    case 'E': return convert(items(in), &PySet_Type);
    case 'Z': return convert(items(in), &PyFrozenSet_Type);
    case 'M': return pairs(in);
    case 'W': return standard(in);
    case 'P':
    case 'G':
    case 'Q': return crossed(in, tag);
    case 'H': return list_node(in);
    case 'R': return tree_node(in);
    default: return malformed();
    }
}

PyObject *decode_value(struct reader *in) {
    if (in->depth >= MOST_DEPTH) return malformed();
    in->depth++;
    PyObject *value = decode(in);
    in->depth--;
    return value;
}
