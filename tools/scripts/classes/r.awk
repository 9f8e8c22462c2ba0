# Class awk at removal, see edit.
program=awk
. "`dirname "$0"`/edit"
remove_all
