# Class awk at installation, see edit.
program=awk
. "`dirname "$0"`/edit"
install_all
