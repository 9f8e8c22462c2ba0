#error "linux/openat2.h came with Linux 5.6"
