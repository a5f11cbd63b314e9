"""A process small enough to read, for tests that need a file and not its contents."""

SMALL = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="Definitions_1" targetNamespace="http://example.com">
  <process id="Order" isExecutable="true">
    <startEvent id="Start">
      <outgoing>Flow_1</outgoing>
    </startEvent>
    <userTask id="Check" name='Check order'  >
      <incoming>Flow_1</incoming>
      <outgoing>Flow_2</outgoing>
    </userTask>
    <endEvent id="End">
      <incoming>Flow_2</incoming>
    </endEvent>
    <sequenceFlow id="Flow_1" sourceRef="Start" targetRef="Check"/>
    <sequenceFlow id="Flow_2" sourceRef="Check" targetRef="End"/>
  </process>
</definitions>
"""
