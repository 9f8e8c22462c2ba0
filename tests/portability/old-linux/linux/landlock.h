#error "linux/landlock.h came with Linux 5.13"
