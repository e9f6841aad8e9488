TEST_FOLDERS := kit labs vmsim threads isolate sqlite-demo

# What runs in the virtual machine brings no shared library with it.
vm_TEST_USES := isolate-core kit-screen kit
vm_TEST_LINK := $(isolate_LINK)
