#ifndef CALLOCATION_H
#define CALLOCATION_H

/// Lets freed memory be used again instead of given back to the system and asked for anew: planes of an image are taken
/// and freed by the dozen, and each page that comes fresh from the system costs a fault and its clearing. What
/// comes fresh comes in large pages where the system has them.
///
/// To be called before the first thread starts. Does nothing where the C library is not glibc.
void callocation_keep(void);

#endif
