/// A process that does nothing: what the system itself charges for one.
int main(void) {
    return 0;
}
