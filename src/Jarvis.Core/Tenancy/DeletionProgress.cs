namespace Jarvis.Tenancy;

/// <summary>How far the deletion of a tenant is.</summary>
/// <param name="Step">What is being done, in words.</param>
/// <param name="Conversations">How many conversations are deleted.</param>
/// <param name="Documents">How many documents beside them.</param>
public sealed record DeletionProgress(string Step, int Conversations, int Documents);
