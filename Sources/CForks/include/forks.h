/// Moments in which this process must not be forked: a child made in one could not go on, since what another thread of its
/// parent had locked stays locked in it. The language's runtime makes its tables under such locks at first use.
#ifndef ADJUDGE_FORKS_H
#define ADJUDGE_FORKS_H

/// Keeps `fork` waiting, whichever other thread of this process calls it, until `forks_release`. May be nested; several
/// threads may. Forks that come two seconds after the first of them began to hold wait no longer: what holds may itself wait
/// for the thread that forks.
void forks_hold(void);
void forks_release(void);

/// Lets forks pass while this thread waits for something; what it gives is for `forks_hold_again`.
unsigned forks_let(void);
void forks_hold_again(unsigned was);

#endif
