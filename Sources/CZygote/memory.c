// The zygote's memory, laid out so that forking it is cheap. A fork, and the end of what it made, cost by the page and by
// the mapping; the run itself costs by the page that it touches first. So what is warm lies in huge pages, which a fork
// copies as one entry; the program text too, which no run then has to map; and what a run allocates comes from pages of
// its own, rather than from the holes that starting up left in many. Nothing here changes what a program can see; where
// there are no huge pages, all stays as it was.
#define _GNU_SOURCE
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "zygote.h"

#define HUGE_PAGE ((uintptr_t)2 << 20)
#define MOST_TEXT ((uintptr_t)8 << 20)
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

static uintptr_t next_huge(uintptr_t address) {
    return (address + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1);
}

// Gathers whole huge pages of present memory; false when the kernel does not.
static bool collapse(uintptr_t from, uintptr_t to) {
    bool done = false;
    for (int i = 0; to > from && !done && i < 3; i++) done = madvise((void *)from, to - from, MADV_COLLAPSE) == 0;
    return done;
}

// Memory that begins at a huge page.
static char *map_aligned(size_t size) {
    char *made = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (made == MAP_FAILED) return NULL;
    char *start = (char *)next_huge((uintptr_t)made), *end = made + size + HUGE_PAGE;
    if (start > made) munmap(made, (size_t)(start - made));
    if (end > start + size) munmap(start + size, (size_t)(end - start - size));
    return start;
}

// CPython asks for the memory of its small objects by the arena, of 256 KiB or 1 MiB: several fill a huge page.
#define MAX_REGIONS 32
static char *regions[MAX_REGIONS];
static size_t region_count, region_used;
static bool settled;

static void *take_arena(void *context, size_t size) {
    (void)context;
    if (!settled && HUGE_PAGE % size == 0) {
        if (region_count > 0 && region_used + size <= HUGE_PAGE) {
            region_used += size;
            return regions[region_count - 1] + region_used - size;
        }
        char *made = region_count < MAX_REGIONS ? map_aligned(HUGE_PAGE) : NULL;
        if (made) {
            region_used = size;
            return regions[region_count++] = made;
        }
    }
    void *made = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return made == MAP_FAILED ? NULL : made;
}

static void drop_arena(void *context, void *arena, size_t size) {
    (void)context;
    munmap(arena, size);
}

static char *heap;

// Before Python starts, when this object was loaded ahead of it.
__attribute__((constructor)) static void align_memory(void) {
    if (Py_IsInitialized()) return;
    static const PyObjectArenaAllocator arenas = {NULL, take_arena, drop_arena};
    if (PyObject_SetArenaAllocator) PyObject_SetArenaAllocator(&arenas);
    uintptr_t end = (uintptr_t)sbrk(0);
    if (sbrk((intptr_t)(next_huge(end) - end)) != (void *)-1) heap = sbrk(0);
}

// Takes the free holes of the heap, so that runs share one stretch of it; the stretch ends with a huge page.
static void settle_heap(void) {
    enum { PART = 65536, PARTS = 64, SMALL = 1024 };
    char *parts[PARTS], *stretch = NULL;
    size_t count = 0;
    for (uintptr_t end = next_huge((uintptr_t)sbrk(0)); (uintptr_t)sbrk(0) < end && count < PARTS; count++) {
        parts[count] = malloc(PART);
        if (count == 0 || parts[count] != parts[count - 1] + PART + 2 * sizeof(size_t)) stretch = parts[count];
    }
    for (size_t i = 0; i + 1 < count; i++) free(parts[i]); // the last one keeps the others from being given back
    for (size_t size = SMALL; size > 0; size -= 16) {
        char *taken = malloc(size);
        for (int i = 0; taken && taken < stretch && i < 100000; i++) taken = malloc(size);
        free(taken);
    }
}

// Takes what is free in begun pools of small objects, class by class, until a fresh pool gives the next object.
static void settle_pools(void) {
    enum { POOL = 16384, HEAD = 48 }; // 4096 before Python 3.10: a divisor
    for (size_t size = 16; size <= 512; size += 16)
        for (int i = 0; i < 20000; i++) {
            uintptr_t taken = (uintptr_t)PyObject_Malloc(size);
            if (!taken || taken % POOL == HEAD) break;
        }
}

// Puts whole huge pages of program text where its file's were. The bytes are the same. The interpreter's text is worth
// its memory; that of a library many times its size, which every zygote would hold for itself, is not.
static void copy_text(uintptr_t from, uintptr_t to) {
    from = next_huge(from);
    to &= ~(HUGE_PAGE - 1);
    if (to <= from || to - from > MOST_TEXT) return;
    char *copy = map_aligned(to - from);
    if (!copy) return;
    memcpy(copy, (void *)from, to - from);
    if (!collapse((uintptr_t)copy, (uintptr_t)copy + (to - from)) || mprotect(copy, to - from, PROT_READ | PROT_EXEC) != 0 ||
        mremap(copy, to - from, to - from, MREMAP_MAYMOVE | MREMAP_FIXED, from) == MAP_FAILED)
        munmap(copy, to - from);
}

// The parts of a library lie behind one another: with equal rights they are two mappings, not five. What the loader made
// read-only is writable again; CPython's types, as full of function pointers, always were.
static int settle_object(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    (void)context;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), text = 0, text_end = 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        uintptr_t from = (object->dlpi_addr + part->p_vaddr) & ~(page - 1), to = object->dlpi_addr + part->p_vaddr + part->p_memsz;
        if (part->p_type == PT_GNU_RELRO && (to & ~(page - 1)) > from)
            mprotect((void *)from, (to & ~(page - 1)) - from, PROT_READ | PROT_WRITE);
        if (part->p_type != PT_LOAD || part->p_flags & PF_W) continue;
        to = (to + page - 1) & ~(page - 1);
        mprotect((void *)from, to - from, PROT_READ | PROT_EXEC);
        if (from != text_end) {
            copy_text(text, text_end);
            text = from;
        }
        text_end = to;
    }
    copy_text(text, text_end);
    return 0;
}

PyObject *begin_afresh(PyObject *self, PyObject *none) {
    (void)self, (void)none;
    settle_pools();
    settle_heap();
    return Py_IncRef(Py_None), Py_None;
}

void settle_memory(void) {
    settled = true;
    settle_pools();
    settle_heap();
    if (heap) collapse((uintptr_t)heap, (uintptr_t)sbrk(0) & ~(HUGE_PAGE - 1));
    for (size_t i = 0; i < region_count; i++) collapse((uintptr_t)regions[i], (uintptr_t)regions[i] + HUGE_PAGE);
    dl_iterate_phdr(settle_object, NULL);
}
