// The files that the warden carries within: the zygote's shared object and the two start-up scripts.
    .section .rodata
    .global zygote_image, zygote_image_size, python_bootstrap, node_bootstrap
    .balign 8
zygote_image:
    .incbin ZYGOTE_OBJECT
zygote_end:
    .balign 8
zygote_image_size:
    .quad zygote_end - zygote_image
python_bootstrap:
    .incbin PYTHON_VALUES
    .incbin PYTHON_SERVING
    .incbin PYTHON_ORDERS
    .incbin PYTHON_NODES
    .incbin PYTHON_BOOTSTRAP
    .byte 0
node_bootstrap:
    .incbin NODE_BOOTSTRAP
    .byte 0
    .section .note.GNU-stack, "", %progbits
