import Glibc

/// The processor time of this thread in seconds, which other work on the machine does not lengthen.
func threadSeconds() -> Double {
  var now = timespec()
  guard unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0 else { return 0 }
  return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}
