using System.Text.Json.Serialization;

namespace Jarvis.Planning;

/// <summary>What a planner says while it plans, in the order that it says it. A closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(TaskProposed), "task")]
[JsonDerivedType(typeof(PartDropped), "dropped")]
[JsonDerivedType(typeof(PlanNoted), "note")]
[JsonDerivedType(typeof(AnsweredDirectly), "answer")]
public abstract record PlanStep
{
    private protected PlanStep()
    {
    }
}
