// Python values to plain data. Types are compared by identity: no method of a value's own class decides what it is.
#include <string.h>

#include "zygote.h"

#define MOST_DEPTH 256
#define MOST_NODES 100000

PyObject *standard_classes[STANDARD_CLASSES], *list_node_class, *tree_node_class;

static void tagged(struct buffer *out, char tag, const char *bytes, size_t size) {
    buffer_byte(out, tag);
    buffer_u32(out, size);
    buffer_add(out, bytes, size);
}

static void opaque(struct buffer *out, PyObject *value) {
    PyObject *name = PyObject_GetAttrString((PyObject *)value->type, "__name__");
    PyObject *bytes = name && IS(name, PyUnicode_Type) ? PyUnicode_AsEncodedString(name, "utf-8", "replace") : NULL;
    if (bytes) tagged(out, 'O', PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes));
    else tagged(out, 'O', "?", 1);
    if (bytes) Py_DecRef(bytes);
    if (name) Py_DecRef(name);
    PyErr_Clear();
}

void encode_text(struct buffer *out, PyObject *value, size_t most) {
    PyObject *bytes = PyUnicode_AsEncodedString(value, "utf-8", "surrogatepass");
    if (!bytes) {
        PyErr_Clear();
        tagged(out, 'S', "", 0);
        return;
    }
    size_t size = (size_t)PyBytes_Size(bytes);
    const char *text = PyBytes_AsString(bytes);
    if (size > most) {
        size = most;
        while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80) size--; // never half a character
    }
    tagged(out, 'S', text, size);
    Py_DecRef(bytes);
}

static void encode(struct buffer *out, PyObject *value, int depth);

struct crossing crossing;

// Appends a value as Python code says that it crosses. False: nothing was appended.
static bool encode_crossing(struct buffer *out, PyObject *value, int depth, bool forced) {
    if (!crossing.out) return false;
    PyObject *pair = PyObject_CallFunction(crossing.out, "OO", value, forced ? Py_True : Py_False);
    bool crosses = pair && IS(pair, PyTuple_Type) && PyTuple_Size(pair) == 2;
    PyObject *tag = crosses ? PyTuple_GetItem(pair, 0) : NULL;
    PyObject *bytes = tag && IS(tag, PyUnicode_Type) ? PyUnicode_AsEncodedString(tag, "ascii", "replace") : NULL;
    if (bytes) {
        buffer_byte(out, *PyBytes_AsString(bytes));
        encode(out, PyTuple_GetItem(pair, 1), depth + 1);
        Py_DecRef(bytes);
    }
    if (pair) Py_DecRef(pair);
    PyErr_Clear();
    return bytes != NULL;
}

static void encode_integer(struct buffer *out, PyObject *value) {
    int overflow;
    long long small = PyLong_AsLongLongAndOverflow(value, &overflow);
    if (!overflow) {
        buffer_byte(out, 'I');
        buffer_add(out, &small, 8);
        return;
    }
    PyObject *text = PyNumber_ToBase(value, 16); // a power of two: no limit on digits, linear time
    PyObject *bytes = text ? PyUnicode_AsEncodedString(text, "ascii", "strict") : NULL;
    if (bytes) {
        char *digits = PyBytes_AsString(bytes);
        size_t size = (size_t)PyBytes_Size(bytes);
        bool negative = digits[0] == '-';
        digits += 2; // "-0x1f" becomes "-1f": the sign moves over the x
        size -= 2;
        if (negative) digits[0] = '-';
        tagged(out, 'J', digits, size);
        Py_DecRef(bytes);
    } else {
        opaque(out, value);
    }
    if (text) Py_DecRef(text);
}

static void encode_items(struct buffer *out, char tag, PyObject *iterable, size_t count, int depth) {
    buffer_byte(out, tag);
    size_t place = out->size, found = 0;
    buffer_u32(out, count);
    PyObject *iterator = PyObject_GetIter(iterable), *item;
    while (iterator && !out->full && (item = PyIter_Next(iterator))) {
        encode(out, item, depth + 1);
        Py_DecRef(item);
        found++;
    }
    if (iterator) Py_DecRef(iterator);
    PyErr_Clear();
    if (found != count && !out->full) {
        uint32_t actual = (uint32_t)found;
        memcpy(out->bytes + place, &actual, 4);
    }
}

// Pairs of a dict; of a subclass with an order of its own, by its items().
static void encode_pairs(struct buffer *out, PyObject *mapping, int depth) {
    PyObject *items = IS(mapping, PyDict_Type) ? PyDict_Items(mapping) : NULL;
    if (!items) {
        PyErr_Clear();
        PyObject *view = PyObject_CallMethod(mapping, "items", NULL);
        items = view ? PySequence_List(view) : NULL;
        if (view) Py_DecRef(view);
    }
    PyErr_Clear();
    Py_ssize_t count = items ? PyList_Size(items) : 0;
    buffer_byte(out, 'M');
    buffer_u32(out, (size_t)count);
    for (Py_ssize_t i = 0; i < count && !out->full; i++) {
        PyObject *pair = PyList_GetItem(items, i);
        encode(out, PyTuple_GetItem(pair, 0), depth + 1);
        encode(out, PyTuple_GetItem(pair, 1), depth + 1);
    }
    if (items) Py_DecRef(items);
}

static void encode_attributes(struct buffer *out, PyObject *value, const char *const *names, size_t count, int depth) {
    buffer_byte(out, 'U');
    buffer_u32(out, count);
    for (size_t i = 0; i < count; i++) {
        PyObject *attribute = PyObject_GetAttrString(value, names[i]);
        encode(out, attribute ? attribute : Py_None, depth + 1);
        if (attribute) Py_DecRef(attribute);
    }
    PyErr_Clear();
}

static bool encode_standard(struct buffer *out, PyObject *value, int depth) {
    int kind = 0;
    for (int i = 1; i < STANDARD_CLASSES; i++)
        if ((PyObject *)value->type == standard_classes[i]) kind = i;
    if (!kind) return false;
    static const char *const range_names[] = {"start", "stop", "step"}, *const fraction_names[] = {"numerator", "denominator"};
    buffer_byte(out, 'W');
    buffer_byte(out, (char)kind);
    if (kind <= COUNTER) encode_pairs(out, value, depth);
    else if (kind == DEQUE) {
        PyObject *list = PySequence_List(value);
        encode(out, list ? list : Py_None, depth + 1);
        if (list) Py_DecRef(list);
    } else if (kind == RANGE) encode_attributes(out, value, range_names, 3, depth);
    else if (kind == FRACTION) encode_attributes(out, value, fraction_names, 2, depth);
    else {
        PyObject *text = PyObject_Str(value);
        encode(out, text ? text : Py_None, depth + 1);
        if (text) Py_DecRef(text);
    }
    PyErr_Clear();
    return true;
}

static bool class_is(PyObject *value, const char *name) {
    PyObject *own = PyObject_GetAttrString((PyObject *)value->type, "__name__");
    PyObject *bytes = own && IS(own, PyUnicode_Type) ? PyUnicode_AsEncodedString(own, "utf-8", "replace") : NULL;
    bool same = bytes && strcmp(PyBytes_AsString(bytes), name) == 0;
    if (bytes) Py_DecRef(bytes);
    if (own) Py_DecRef(own);
    PyErr_Clear();
    return same;
}

static bool encode_list_node(struct buffer *out, PyObject *value, int depth) {
    size_t start = out->size, count = 0;
    buffer_byte(out, 'H');
    buffer_u32(out, 0);
    PyObject *node = value;
    Py_IncRef(node);
    while (node != Py_None && !out->full && count < MOST_NODES) {
        PyObject *item = PyObject_GetAttrString(node, "val"), *next = item ? PyObject_GetAttrString(node, "next") : NULL;
        if (next) encode(out, item, depth + 1);
        if (item) Py_DecRef(item);
        Py_DecRef(node);
        node = next;
        if (!node) break;
        count++;
    }
    bool whole = node == Py_None;
    if (node) Py_DecRef(node);
    PyErr_Clear();
    if (!whole) {
        if (!out->full) out->size = start;
        return false;
    }
    uint32_t number = (uint32_t)count;
    memcpy(out->bytes + start + 1, &number, 4);
    return true;
}

static bool encode_tree_node(struct buffer *out, PyObject *value, int depth) {
    size_t start = out->size, count = 0, last = 0, last_end = 0;
    bool whole = true;
    PyObject *queue = PyList_New(0);
    PyList_Append(queue, value);
    buffer_byte(out, 'R');
    buffer_u32(out, 0);
    for (Py_ssize_t i = 0; i < PyList_Size(queue) && !out->full; i++) {
        PyObject *node = PyList_GetItem(queue, i);
        count++;
        if (node == Py_None) {
            buffer_byte(out, 'N');
            continue;
        }
        PyObject *item = PyObject_GetAttrString(node, "val"), *left = PyObject_GetAttrString(node, "left");
        PyObject *right = PyObject_GetAttrString(node, "right");
        whole = item && left && right && PyList_Size(queue) < MOST_NODES;
        if (whole) {
            encode(out, item, depth + 1);
            PyList_Append(queue, left);
            PyList_Append(queue, right);
            last = count;
            last_end = out->size;
        }
        if (item) Py_DecRef(item);
        if (left) Py_DecRef(left);
        if (right) Py_DecRef(right);
        if (!whole) break;
    }
    Py_DecRef(queue);
    PyErr_Clear();
    if (!whole) {
        if (!out->full) out->size = start;
        return false;
    }
    if (out->full) return true;
    out->size = last_end; // missing children at the end are left out
    uint32_t number = (uint32_t)last;
    memcpy(out->bytes + start + 1, &number, 4);
    return true;
}

static PyObject *class_of(const char *module_name, const char *name) {
    PyObject *module = PyDict_GetItemString(PyImport_GetModuleDict(), module_name);
    PyObject *found = module ? PyObject_GetAttrString(module, name) : NULL;
    PyErr_Clear();
    return found;
}

static bool is_instance(PyObject *value, const char *module_name, const char *name) {
    PyObject *class = class_of(module_name, name);
    bool is = class && PyType_IsSubtype(class->type, &PyType_Type) && PyType_IsSubtype(value->type, (PyTypeObject *)class);
    if (class) Py_DecRef(class);
    return is;
}

// The Python value of a scalar or an array of numpy, and its written form.
static bool encode_numpy(struct buffer *out, PyObject *value, int depth) {
    const char *method = is_instance(value, "numpy", "generic") ? "item" : is_instance(value, "numpy", "ndarray") ? "tolist" : NULL;
    PyObject *plain = method ? PyObject_CallMethod(value, method, NULL) : NULL;
    PyErr_Clear();
    // Arrays that numpy itself cannot put plainly (long doubles, objects) stay as they are.
    bool fine = plain && plain->type != value->type;
    if (fine) encode(out, plain, depth + 1);
    if (plain) Py_DecRef(plain);
    return fine;
}

// A tuple with named fields, by its own items: no method of its class is asked.
static bool encode_named_tuple(struct buffer *out, PyObject *value, int depth) {
    if (!PyType_IsSubtype(value->type, &PyTuple_Type)) return false;
    PyObject *fields = PyObject_GetAttrString((PyObject *)value->type, "_fields");
    PyErr_Clear();
    bool named = fields && IS(fields, PyTuple_Type) && PyTuple_Size(fields) == PyTuple_Size(value);
    if (fields) Py_DecRef(fields);
    if (!named) return false;
    Py_ssize_t count = PyTuple_Size(value);
    buffer_byte(out, 'U');
    buffer_u32(out, (size_t)count);
    for (Py_ssize_t i = 0; i < count && !out->full; i++) encode(out, PyTuple_GetItem(value, i), depth + 1);
    return true;
}

// Values that equal another when their texts do.
static bool encode_as_text(struct buffer *out, PyObject *value) {
    static const struct { char kind; const char *module, *name; } classes[] = {
        {TEXT_DATETIME, "datetime", "datetime"}, {TEXT_DATE, "datetime", "date"}, {TEXT_TIME, "datetime", "time"},
        {TEXT_TIMEDELTA, "datetime", "timedelta"}, {TEXT_UUID, "uuid", "UUID"}, {TEXT_PATH, "pathlib", "PurePath"}};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        PyObject *class = class_of(classes[i].module, classes[i].name);
        // A path's class depends on the system; the others are exact.
        bool is = class && (classes[i].kind == TEXT_PATH ? is_instance(value, classes[i].module, classes[i].name)
                                                         : (PyObject *)value->type == class);
        if (class) Py_DecRef(class);
        PyObject *text = is ? PyObject_Str(value) : NULL;
        PyErr_Clear();
        if (!is) continue;
        bool fine = text && IS(text, PyUnicode_Type);
        if (fine) {
            buffer_byte(out, 'W');
            buffer_byte(out, classes[i].kind);
            encode_text(out, text, SIZE_MAX);
        }
        if (text) Py_DecRef(text);
        return fine;
    }
    return false;
}

static void encode(struct buffer *out, PyObject *value, int depth) {
    if (depth > MOST_DEPTH) tagged(out, 'O', "(too deep)", 10);
    else if (value == Py_None) buffer_byte(out, 'N');
    else if (value == Py_True) buffer_byte(out, 'T');
    else if (value == Py_False) buffer_byte(out, 'F');
    else if (IS(value, PyLong_Type)) encode_integer(out, value);
    else if (IS(value, PyFloat_Type)) {
        double number = PyFloat_AsDouble(value);
        buffer_byte(out, 'D');
        buffer_add(out, &number, 8);
    } else if (IS(value, PyComplex_Type)) {
        double parts[2] = {PyComplex_RealAsDouble(value), PyComplex_ImagAsDouble(value)};
        buffer_byte(out, 'C');
        buffer_add(out, parts, 16);
    } else if (IS(value, PyUnicode_Type)) encode_text(out, value, SIZE_MAX);
    else if (IS(value, PyBytes_Type)) tagged(out, 'B', PyBytes_AsString(value), (size_t)PyBytes_Size(value));
    else if (IS(value, PyByteArray_Type)) tagged(out, 'A', PyByteArray_AsString(value), (size_t)PyByteArray_Size(value));
    else if (IS(value, PyList_Type)) encode_items(out, 'L', value, (size_t)PyList_Size(value), depth);
    else if (IS(value, PyTuple_Type)) encode_items(out, 'U', value, (size_t)PyTuple_Size(value), depth);
    else if (IS(value, PySet_Type)) encode_items(out, 'E', value, (size_t)PySet_Size(value), depth);
    else if (IS(value, PyFrozenSet_Type)) encode_items(out, 'Z', value, (size_t)PySet_Size(value), depth);
    else if (IS(value, PyDict_Type)) encode_pairs(out, value, depth);
    else if (crossing.out && (PyObject *)value->type == standard_classes[DEFAULT_DICT] && encode_crossing(out, value, depth, false)) return;
    else if (encode_standard(out, value, depth)) return;
    else if (encode_crossing(out, value, depth, false)) return;
    else if (class_is(value, "ListNode") && encode_list_node(out, value, depth)) return;
    else if (class_is(value, "TreeNode") && encode_tree_node(out, value, depth)) return;
    else if (out->by_value && (encode_named_tuple(out, value, depth) || encode_numpy(out, value, depth) || encode_as_text(out, value)))
        return;
    else if (!encode_crossing(out, value, depth, true)) opaque(out, value);
}

void encode_value(struct buffer *out, PyObject *value) {
    size_t start = out->size;
    encode(out, value, 0);
    if (!out->full) return;
    out->full = false;
    out->size = start;
    out->most += 64; // the note itself always fits
    tagged(out, 'O', "(too large)", 11);
}

void encode_reference(struct buffer *out, PyObject *value) {
    size_t start = out->size;
    PyObject *pair = crossing.out ? PyObject_CallFunction(crossing.out, "OO", value, Py_None) : NULL;
    if (pair && IS(pair, PyTuple_Type) && PyTuple_Size(pair) == 2) {
        buffer_byte(out, 'G');
        encode(out, PyTuple_GetItem(pair, 1), 0);
    } else {
        encode(out, value, 0);
    }
    if (pair) Py_DecRef(pair);
    PyErr_Clear();
    if (out->full) {
        out->full = false;
        out->size = start;
        out->most += 64;
        tagged(out, 'O', "(too large)", 11);
    }
}

static PyObject *find_class(const char *module_name, const char *name) {
    PyObject *module = PyImport_ImportModule(module_name);
    PyObject *found = module ? PyObject_GetAttrString(module, name) : NULL;
    if (module) Py_DecRef(module);
    PyErr_Clear();
    return found;
}

void find_standard_classes(void) {
    static const char *const names[STANDARD_CLASSES][2] = {
        {NULL, NULL}, {"collections", "OrderedDict"}, {"collections", "defaultdict"}, {"collections", "Counter"},
        {"collections", "deque"}, {"builtins", "range"}, {"decimal", "Decimal"}, {"fractions", "Fraction"}};
    for (int i = 1; i < STANDARD_CLASSES; i++) standard_classes[i] = find_class(names[i][0], names[i][1]);
}
