/// The part of CPython's stable ABI (3.8 and later) that the zygote uses, declared by hand: one shared object serves
/// every interpreter, and no Python headers are needed to build it.
#ifndef ADJUDGE_PYTHON_H
#define ADJUDGE_PYTHON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef ssize_t Py_ssize_t;
typedef struct PyTypeObject PyTypeObject;
/// The head of every object in builds with a global lock; only the type is read.
typedef struct PyObject {
    Py_ssize_t references;
    PyTypeObject *type;
} PyObject;
typedef struct PyThreadState PyThreadState;

typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);
typedef struct {
    const char *name;
    PyCFunction function;
    int flags;
    const char *documentation;
} PyMethodDef;
#define METH_VARARGS 1
#define METH_KEYWORDS 2
#define METH_NOARGS 4
#define METH_O 8
typedef struct {
    struct {
        PyObject object;
        PyObject *(*init)(void);
        Py_ssize_t index;
        PyObject *copy;
    } base;
    const char *name;
    const char *documentation;
    Py_ssize_t size;
    PyMethodDef *methods;
    void *slots, *traverse, *clear, *free;
} PyModuleDef;

extern PyTypeObject PyLong_Type, PyFloat_Type, PyBool_Type, PyComplex_Type, PyUnicode_Type, PyBytes_Type, PyByteArray_Type,
    PyList_Type, PyTuple_Type, PyDict_Type, PySet_Type, PyFrozenSet_Type, PyType_Type, PyModule_Type, PyRange_Type;
extern PyObject _Py_NoneStruct, _Py_TrueStruct, _Py_FalseStruct;
#define Py_None (&_Py_NoneStruct)
#define Py_True (&_Py_TrueStruct)
#define Py_False (&_Py_FalseStruct)
extern PyObject *PyExc_Exception, *PyExc_BaseException, *PyExc_SystemExit, *PyExc_MemoryError, *PyExc_ValueError,
    *PyExc_TypeError, *PyExc_SyntaxError, *PyExc_RecursionError, *PyExc_AttributeError, *PyExc_NameError;

void Py_IncRef(PyObject *), Py_DecRef(PyObject *);
PyObject *PyModule_Create2(PyModuleDef *, int), *PyModule_New(const char *), *PyModule_GetDict(PyObject *);
int PyModule_AddObject(PyObject *, const char *, PyObject *);
PyObject *PyImport_ImportModule(const char *), *PyImport_GetModuleDict(void), *PyEval_GetBuiltins(void);
PyObject *PyEval_EvalCode(PyObject *, PyObject *, PyObject *);
PyObject *PySys_GetObject(const char *);
int PySys_SetObject(const char *, PyObject *);
void PyOS_BeforeFork(void), PyOS_AfterFork_Parent(void), PyOS_AfterFork_Child(void);
Py_ssize_t PyGC_Collect(void);

PyObject *PyObject_GetAttrString(PyObject *, const char *), *PyObject_CallObject(PyObject *, PyObject *);
PyObject *PyObject_Call(PyObject *, PyObject *, PyObject *), *PyObject_CallMethod(PyObject *, const char *, const char *, ...);
PyObject *PyObject_CallFunction(PyObject *, const char *, ...), *PyObject_Str(PyObject *), *PyObject_GetIter(PyObject *);
PyObject *PyIter_Next(PyObject *), *PyObject_GetAttr(PyObject *, PyObject *), *PyObject_Type(PyObject *);
int PyObject_SetAttr(PyObject *, PyObject *, PyObject *), PyObject_SetAttrString(PyObject *, const char *, PyObject *);
int PyObject_IsInstance(PyObject *, PyObject *), PyCallable_Check(PyObject *), PyObject_IsTrue(PyObject *);
int PyType_IsSubtype(PyTypeObject *, PyTypeObject *);

PyObject *PyLong_FromLongLong(long long), *PyLong_FromString(const char *, char **, int), *PyNumber_ToBase(PyObject *, int);
long long PyLong_AsLongLongAndOverflow(PyObject *, int *);
long PyLong_AsLong(PyObject *);
PyObject *PyFloat_FromDouble(double), *PyComplex_FromDoubles(double, double);
double PyFloat_AsDouble(PyObject *), PyComplex_RealAsDouble(PyObject *), PyComplex_ImagAsDouble(PyObject *);
PyObject *PyUnicode_FromString(const char *), *PyUnicode_DecodeUTF8(const char *, Py_ssize_t, const char *);
PyObject *PyUnicode_FromStringAndSize(const char *, Py_ssize_t), *PyUnicode_DecodeFSDefault(const char *);
PyObject *PyUnicode_AsEncodedString(PyObject *, const char *, const char *);
PyObject *PyBytes_FromStringAndSize(const char *, Py_ssize_t), *PyByteArray_FromStringAndSize(const char *, Py_ssize_t);
char *PyBytes_AsString(PyObject *), *PyByteArray_AsString(PyObject *);
Py_ssize_t PyBytes_Size(PyObject *), PyByteArray_Size(PyObject *);
PyObject *PyList_New(Py_ssize_t), *PyList_GetItem(PyObject *, Py_ssize_t), *PyList_GetSlice(PyObject *, Py_ssize_t, Py_ssize_t);
int PyList_SetItem(PyObject *, Py_ssize_t, PyObject *), PyList_Append(PyObject *, PyObject *);
int PyList_SetSlice(PyObject *, Py_ssize_t, Py_ssize_t, PyObject *), PyList_Insert(PyObject *, Py_ssize_t, PyObject *);
Py_ssize_t PyList_Size(PyObject *), PyTuple_Size(PyObject *), PySet_Size(PyObject *), PyDict_Size(PyObject *);
PyObject *PyTuple_New(Py_ssize_t), *PyTuple_GetItem(PyObject *, Py_ssize_t);
int PyTuple_SetItem(PyObject *, Py_ssize_t, PyObject *);
PyObject *PySequence_List(PyObject *), *PySet_New(PyObject *), *PyFrozenSet_New(PyObject *);
int PySet_Add(PyObject *, PyObject *);
PyObject *PyDict_New(void), *PyDict_GetItemString(PyObject *, const char *), *PyDict_Items(PyObject *);
PyObject *PyDict_GetItem(PyObject *, PyObject *);
int PyDict_SetItem(PyObject *, PyObject *, PyObject *), PyDict_SetItemString(PyObject *, const char *, PyObject *);
int PyDict_Next(PyObject *, Py_ssize_t *, PyObject **, PyObject **), PyDict_Update(PyObject *, PyObject *);
int PyDict_DelItem(PyObject *, PyObject *);
void PyDict_Clear(PyObject *);
PyObject *PyWeakref_NewRef(PyObject *, PyObject *);

PyObject *PyErr_Occurred(void), *PyErr_NewException(const char *, PyObject *, PyObject *);
void PyErr_Clear(void), PyErr_PrintEx(int), PyErr_Fetch(PyObject **, PyObject **, PyObject **);
void PyErr_Restore(PyObject *, PyObject *, PyObject *), PyErr_NormalizeException(PyObject **, PyObject **, PyObject **);
void PyErr_SetString(PyObject *, const char *), PyErr_SetObject(PyObject *, PyObject *);
int PyErr_ExceptionMatches(PyObject *);
int PyArg_ParseTuple(PyObject *, const char *, ...), PyArg_ParseTupleAndKeywords(PyObject *, PyObject *, const char *, char **, ...);
int Py_AddPendingCall(int (*)(void *), void *);
int Py_EnterRecursiveCall(const char *);

/// Where the memory of small objects comes from, by the arena. Not of the stable ABI: where it is gone, it is done without.
typedef struct {
    void *context;
    void *(*take)(void *, size_t);
    void (*drop)(void *, void *, size_t);
} PyObjectArenaAllocator;
void PyObject_SetArenaAllocator(const PyObjectArenaAllocator *) __attribute__((weak));
void *PyObject_Malloc(size_t);
int Py_IsInitialized(void);

/// Whether the object is exactly of a builtin type.
#define IS(object, T) ((object)->type == &(T))

#endif
