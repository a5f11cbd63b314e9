"""Small diagrams for the tests, written as the files that tools write."""

from __future__ import annotations

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="Definitions_1" targetNamespace="http://example.com">
"""

SIMPLE = (
    HEAD
    + """  <bpmn:process id="Process_1">
    <bpmn:startEvent id="start" name="Order received"><bpmn:outgoing>to_check</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="to_check" sourceRef="start" targetRef="check" />
    <bpmn:userTask id="check" name="Check order">
      <bpmn:incoming>to_check</bpmn:incoming><bpmn:outgoing>to_ship</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="to_ship" sourceRef="check" targetRef="ship" />
    <bpmn:task id="ship" name="Ship">
      <bpmn:incoming>to_ship</bpmn:incoming><bpmn:outgoing>to_end</bpmn:outgoing>
    </bpmn:task>
    <bpmn:sequenceFlow id="to_end" sourceRef="ship" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>to_end</bpmn:incoming></bpmn:endEvent>
    <bpmn:task id="alone" name="Alone" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Diagram_1">
    <bpmndi:BPMNPlane id="Plane_1" bpmnElement="Process_1">
      <bpmndi:BPMNShape id="start_di" bpmnElement="start">
        <dc:Bounds x="102" y="122" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="check_di" bpmnElement="check">
        <dc:Bounds x="200" y="100" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="ship_di" bpmnElement="ship">
        <dc:Bounds x="440" y="100" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="end_di" bpmnElement="end">
        <dc:Bounds x="632" y="122" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="alone_di" bpmnElement="alone">
        <dc:Bounds x="210" y="300" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="to_check_di" bpmnElement="to_check">
        <di:waypoint x="138" y="140" /><di:waypoint x="200" y="140" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_ship_di" bpmnElement="to_ship">
        <di:waypoint x="300" y="140" /><di:waypoint x="440" y="140" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_end_di" bpmnElement="to_end">
        <di:waypoint x="540" y="140" /><di:waypoint x="632" y="140" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
)
