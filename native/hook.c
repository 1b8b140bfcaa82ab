/*
 * Puts a function of ours in the place of one that a loaded library calls. A library calls others through a table of
 * addresses, which the loader fills and then may have made read-only; the library's own description of itself says
 * which entry belongs to which name.
 */
#define _GNU_SOURCE
#include "mecvswitch.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

_Static_assert(sizeof(ElfW(Addr)) == sizeof(uint64_t), "relocations are read as ELF's of 64 bits");

struct wanted {
    const char *library;
    const struct mecv_hook *hooks;
    int count;
    int replaced;
    int error;
};

/* What is needed of a library's dynamic section. */
struct tables {
    const ElfW(Sym) *symbols;
    const char *names;
    const ElfW(Rela) *relocations[2]; /* of calls, of data */
    size_t lengths[2];
};

/* glibc has turned these into addresses; what is below where the library lies still is an offset into it. */
static const void *address_of(const struct dl_phdr_info *info, ElfW(Addr) value)
{
    return (const void *)(value < info->dlpi_addr ? info->dlpi_addr + value : value);
}

static void read_entry(const struct dl_phdr_info *info, const ElfW(Dyn) *entry, struct tables *tables)
{
    switch (entry->d_tag) {
    case DT_SYMTAB:
        tables->symbols = address_of(info, entry->d_un.d_ptr);
        break;
    case DT_STRTAB:
        tables->names = address_of(info, entry->d_un.d_ptr);
        break;
    case DT_JMPREL:
        tables->relocations[0] = address_of(info, entry->d_un.d_ptr);
        break;
    case DT_PLTRELSZ:
        tables->lengths[0] = entry->d_un.d_val;
        break;
    case DT_RELA:
        tables->relocations[1] = address_of(info, entry->d_un.d_ptr);
        break;
    case DT_RELASZ:
        tables->lengths[1] = entry->d_un.d_val;
        break;
    default:
        break;
    }
}

static struct tables tables_of(const struct dl_phdr_info *info)
{
    struct tables tables = { 0 };
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type == PT_DYNAMIC) {
            const ElfW(Dyn) *entry = (const ElfW(Dyn) *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
            for (; entry->d_tag != DT_NULL; entry++) {
                read_entry(info, entry, &tables);
            }
        }
    }
    return tables;
}

/* The slots are the loader's read-only pages, as EAL binds all names when it loads a driver. */
static int replace(uintptr_t slot, void *function)
{
    const uintptr_t page = slot & ~((uintptr_t)sysconf(_SC_PAGESIZE) - 1);
    const size_t length = slot + sizeof(function) - page;
    if (mprotect((void *)page, length, PROT_READ | PROT_WRITE) != 0) {
        return -errno;
    }
    __atomic_store_n((void **)slot, function, __ATOMIC_RELEASE);
    return mprotect((void *)page, length, PROT_READ) == 0 ? 0 : -errno;
}

static void match(struct wanted *wanted, const char *name, uintptr_t slot)
{
    for (int i = 0; i < wanted->count && wanted->error == 0; i++) {
        if (strcmp(name, wanted->hooks[i].name) == 0) {
            wanted->error = replace(slot, wanted->hooks[i].function);
            wanted->replaced++;
        }
    }
}

static int visit(struct dl_phdr_info *info, size_t size, void *argument)
{
    struct wanted *const wanted = argument;
    (void)size;
    if (strstr(info->dlpi_name, wanted->library) == NULL) {
        return 0;
    }
    const struct tables tables = tables_of(info);
    for (int table = 0; table < 2; table++) {
        const size_t count = tables.lengths[table] / sizeof(ElfW(Rela));
        for (size_t i = 0; i < count; i++) {
            const ElfW(Rela) *const relocation = &tables.relocations[table][i];
            const ElfW(Sym) *const symbol = &tables.symbols[ELF64_R_SYM(relocation->r_info)];
            match(wanted, tables.names + symbol->st_name, info->dlpi_addr + relocation->r_offset);
        }
    }
    return 1;
}

int mecv_hook(const char *library, const struct mecv_hook *hooks, int count)
{
    struct wanted wanted = { library, hooks, count, 0, 0 };
    if (dl_iterate_phdr(visit, &wanted) == 0) {
        return -ENOENT;
    }
    if (wanted.error != 0) {
        return wanted.error;
    }
    return wanted.replaced == count ? 0 : -ENOSYS;
}
