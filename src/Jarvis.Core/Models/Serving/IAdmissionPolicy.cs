namespace Jarvis.Models.Serving;

/// <summary>Decides whether a request may wait at all: what cannot be answered in time is refused at once, while its caller can still go elsewhere.</summary>
public interface IAdmissionPolicy
{
    /// <summary>Decides. Depends on the situation alone.</summary>
    /// <param name="situation">What the request would find.</param>
    AdmissionDecision Decide(in AdmissionSituation situation);
}
