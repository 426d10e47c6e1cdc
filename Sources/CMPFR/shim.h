#ifndef ADJUDGE_CMPFR_SHIM_H
#define ADJUDGE_CMPFR_SHIM_H

#include <mpfr.h>

#endif
