using Jarvis.Identity;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx;

/// <summary>A request as the workers of networks see it.</summary>
internal static class ModelRequestExtensions
{
    internal static RequestTerms ToTerms(this ModelRequest request) => new(request.Turn?.Conversation.Tenant ?? TenantId.Local);
}
