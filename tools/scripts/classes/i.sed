# Class sed at installation, see edit.
program=sed
. "`dirname "$0"`/edit"
install_all
