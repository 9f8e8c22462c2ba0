# Class sed at removal, see edit.
program=sed
. "`dirname "$0"`/edit"
remove_all
