package io.mecvswitch.memory;

class OrdinaryTableMemoryTest extends TableMemoryContractTest {
    @Override
    protected TableMemory memory() {
        return TableMemory.ordinary();
    }
}
