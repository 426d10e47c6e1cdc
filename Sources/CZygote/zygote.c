// The zygote's entry: `serve` runs inside a warm interpreter, forks a run per order, and holds no job's data.
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "zygote.h"

static uint64_t cookie;
static struct cell_config config;

enum { KIND_CALL = 2, KIND_SPLIT = 3 }; // sandbox_kind of sandbox.h

static PyObject *prelude_names; // what the tests' prelude made, when the zygote is one of tests

// Python's own calls in each child of a fork cost more than most programs, and are about threads that the zygote never
// had. Its list is empty while a run starts, and whole again for what the program forks.
static PyObject *fork_hooks, *kept_hooks, *needed_hooks;

static void empty_fork_hooks(PyObject *hooks, PyObject *needed) {
    Py_IncRef(fork_hooks = hooks);
    Py_IncRef(needed_hooks = needed);
    kept_hooks = PyList_GetSlice(hooks, 0, PyList_Size(hooks));
    PyList_SetSlice(hooks, 0, PyList_Size(hooks), NULL);
}

static void after_fork(void) {
    PyOS_AfterFork_Child();
    PyList_SetSlice(fork_hooks, 0, 0, kept_hooks);
    for (Py_ssize_t i = 0; i < PyList_Size(needed_hooks); i++) {
        PyObject *done = PyObject_CallObject(PyList_GetItem(needed_hooks, i), NULL);
        if (done) Py_DecRef(done);
        else PyErr_Clear();
    }
}

// threading's `_set_native_id` of its main thread, without the function that it is in Python.
static PyObject *number_thread(PyObject *self, PyObject *thread) {
    (void)self;
    PyObject *number = PyLong_FromLongLong(syscall(SYS_gettid));
    int done = number ? PyObject_SetAttrString(thread, "_native_id", number) : -1;
    if (number) Py_DecRef(number);
    return done == 0 ? (Py_IncRef(Py_None), Py_None) : NULL;
}

static _Noreturn void run(const int *streams, int peer) {
    *(volatile uint64_t *)&cookie = 0;
    struct cell_records *records;
    const struct cell_job *job = become_run(&config, streams, &peer, true, &records);
    after_fork();
    size_t name_size;
    const char *name = job_section(job, WIRE_NAME, &name_size);
    PyObject *globals = fresh_main(name, name_size);
    set_surroundings(job);
    bool trusted = job->flags & WIRE_TRUSTED;
    if (trusted) join_candidate(job, records, globals, peer);
    if (job->kind == KIND_CALL || job->kind == KIND_SPLIT) add_node_classes(globals);
    if (trusted) PyDict_Update(globals, prelude_names);
    int code = 0;
    if (run_program(job, records, globals, &code)) {
        if (job->kind == KIND_CALL) code = run_calls(job, records, globals);
        else if (job->kind == KIND_SPLIT && !trusted) serve_candidate(job, globals, peer);
    }
    end_run(code);
}

static _Noreturn void refuse(const char *what) {
    struct cell_reply reply = {.pid = -errno, .ready = WORD_READY};
    snprintf(reply.text, sizeof reply.text, "%s: %s", what, strerror(errno));
    send_message(CELL_CONTROL, &reply, sizeof reply, NULL, 0);
    _exit(1);
}

static void contain(void) {
    prctl(PR_SET_NAME, "adjudge-python", 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    no_new_privileges();
    cookie = random_cookie();
    if (!(config.layers & LAYER_NAMESPACES) && config.uid) keep_setuid_only(config.layers & LAYER_SEARCH);
    static const char *const all[] = {"/", NULL}; // inside the namespaces nothing else is there
    const char *const *paths = config.layers & LAYER_NAMESPACES ? all : config.paths;
    if (config.layers & LAYER_LANDLOCK && install_landlock(paths, config.directory) != 0) refuse("landlock");
    if (config.layers & LAYER_SECCOMP && install_seccomp(cookie, config.layers & LAYER_CGROUP, true) != 0) refuse("seccomp");
}

// serve(version, layers, uid, directory, paths, ListNode, TreeNode, fork hooks, needed hooks,
// names of the prelude): never returns in the zygote.
static PyObject *serve(PyObject *self, PyObject *given) {
    (void)self;
    int layers, uid;
    const char *version, *directory;
    PyObject *paths, *list_node, *tree_node, *hooks, *needed, *names;
    if (!PyArg_ParseTuple(given, "siisOOOOOO", &version, &layers, &uid, &directory, &paths, &list_node, &tree_node, &hooks,
                          &needed, &names))
        return NULL;
    config.layers = (unsigned)layers;
    config.uid = (uid_t)uid;
    config.directory = directory;
    for (Py_ssize_t i = 0; i < PyList_Size(paths) && i + 1 < CELL_MAX_PATHS; i++) {
        PyObject *bytes = PyUnicode_AsEncodedString(PyList_GetItem(paths, i), "utf-8", "surrogateescape");
        config.paths[i] = bytes ? PyBytes_AsString(bytes) : "";
    }
    Py_IncRef(list_node_class = list_node);
    Py_IncRef(tree_node_class = tree_node);
    Py_IncRef(prelude_names = names);
    find_standard_classes();
    empty_fork_hooks(hooks, needed);
    settle_memory();
    contain();
    struct cell_reply reply = {.pid = 0, .ready = WORD_READY};
    snprintf(reply.text, sizeof reply.text, "%s", version);
    send_message(CELL_CONTROL, &reply, sizeof reply, NULL, 0);
    for (;;) {
        struct cell_message message;
        int fds[ORDER_FDS], count = ORDER_FDS, namespace, streams[STREAMS], peer;
        ssize_t got = receive_message(CELL_CONTROL, &message, sizeof message, fds, &count, 0);
        if (got < (ssize_t)CELL_MESSAGE_HEAD) _exit(0);
        memset(&reply, 0, sizeof reply);
        if (!take_order(&message, fds, count, &namespace, streams, &peer)) _exit(0);
        if (namespace >= 0 && enter_namespace(namespace, CLONE_NEWPID, cookie) != 0)
            snprintf(reply.text, sizeof reply.text, "setns(pid): %s", strerror(errno));
        PyOS_BeforeFork();
        pid_t pid = clone_sibling(0, NULL, cookie);
        if (pid == 0) run(streams, peer);
        PyOS_AfterFork_Parent();
        reply.pid = pid < 0 ? -errno : pid;
        send_message(CELL_CONTROL, &reply, sizeof reply, NULL, 0);
        while (count > 0) close(fds[--count]);
    }
}

static PyMethodDef methods[] = {{"serve", serve, METH_VARARGS, "Serves runs for ever."},
                                {"make_candidate", make_candidate, METH_NOARGS, "The module `candidate`, for a prelude."},
                                {"cross_candidate", cross_candidate, METH_VARARGS, "What crosses beyond plain data, in a program's process."},
                                {"number_thread", number_thread, METH_O, "Gives a thread of threading's this process's number."},
                                {"begin_afresh", begin_afresh, METH_NOARGS, "What is made from here on lies in pages of its own."},
                                {"give_nodes", give_nodes, METH_VARARGS, "What gives functions nodes for lists."},
                                {"remember", remember, METH_VARARGS, "A list for the arguments and the result of each order."},
                                {"ask_tests", ask_tests, METH_VARARGS, "A question to the tests' process."},
                                {NULL, NULL, 0, NULL}};
static PyModuleDef definition = {.base = {.object = {1, NULL}}, .name = "adjudge_zygote", .size = -1, .methods = methods};

__attribute__((visibility("default"))) PyObject *PyInit_adjudge_zygote(void) {
    return PyModule_Create2(&definition, 3);
}
