using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Jarvis.Actors;
using Jarvis.Serialization;

namespace Jarvis.Architecture.Tests;

/// <summary>A grain interface is an actor interface and a key, so actor interfaces must be what Orleans takes.</summary>
public sealed class ActorTests
{
    private static readonly Type[] Results = [typeof(Task), typeof(Task<>), typeof(ValueTask), typeof(ValueTask<>), typeof(IAsyncEnumerable<>)];

    private static readonly Type[] Collections = [typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>)];

    private static readonly Type[] Values = [typeof(string), typeof(decimal), typeof(DateTimeOffset), typeof(TimeSpan), typeof(Uri), typeof(Guid)];

    private static IEnumerable<MethodInfo> Methods =>
        from type in typeof(IActorDirectory).Assembly.GetExportedTypes()
        where type is { IsInterface: true, Namespace: "Jarvis.Actors" } && type != typeof(IActorDirectory)
        from method in type.GetMethods()
        select method;

    [Fact]
    public void Actors_have_methods_only_and_every_method_is_asynchronous() =>
        Faults.None(Methods.Where(method => method.IsSpecialName || method.IsGenericMethod || !Results.Contains(Open(method.ReturnType)))
            .Select(Name));

    [Fact]
    public void Every_method_takes_a_cancellation_token_last_and_once() =>
        Faults.None(Methods
            .Where(method => method.GetParameters().Count(parameter => parameter.ParameterType == typeof(CancellationToken)) != 1
                || method.GetParameters()[^1].ParameterType != typeof(CancellationToken)
                || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
            .Select(Name));

    [Fact]
    public void What_actors_take_and_give_is_immutable() =>
        Faults.None(Methods.SelectMany(Messages).SelectMany(Reachable).Distinct().SelectMany(Mutable));

    [Fact]
    public void What_actors_take_and_give_becomes_JSON_without_reflection() =>
        Faults.None(Methods.SelectMany(Messages).SelectMany(Reachable).Distinct()
            .Where(type => JarvisJsonContext.Default.GetTypeInfo(type) is null)
            .Select(type => $"{type} is not in {nameof(JarvisJsonContext)}."));

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static Type Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static IEnumerable<Type> Messages(MethodInfo method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType).Where(type => type != typeof(CancellationToken))
            .Concat(method.ReturnType.GetGenericArguments())
            .Where(type => !type.IsPrimitive && !Values.Contains(type));

    /// <summary>The type and all that its properties and derived types lead to: not the simplest values, nor what a converter writes as one.</summary>
    private static HashSet<Type> Reachable(Type message)
    {
        var found = new HashSet<Type>();
        var open = new Stack<Type>([message]);
        while (open.TryPop(out var type))
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type.IsPrimitive || type.IsEnum || Values.Contains(type) || !found.Add(type))
            {
                continue;
            }

            var next = Collections.Contains(Open(type))
                ? type.GetGenericArguments()
                : type.IsDefined(typeof(JsonConverterAttribute)) ? []
                : Properties(type).Select(property => property.PropertyType)
                    .Concat(type.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType));
            foreach (var inner in next)
            {
                open.Push(inner);
            }
        }

        return found;
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.Assembly == typeof(IActorDirectory).Assembly
            ? type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.GetIndexParameters().Length == 0)
            : [];

    private static IEnumerable<string> Mutable(Type type)
    {
        if (Collections.Contains(Open(type)))
        {
            yield break;
        }

        if (type.Assembly != typeof(IActorDirectory).Assembly)
        {
            yield return $"{type} is neither a value, an immutable collection nor a record of ours.";
            yield break;
        }

        if (!type.IsSealed && !type.IsAbstract)
        {
            yield return $"{type} is not sealed.";
        }

        var derived = type.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType).ToHashSet();
        foreach (var missing in type.Assembly.GetTypes().Where(other => !other.IsAbstract && other.IsSubclassOf(type) && !derived.Contains(other)))
        {
            yield return $"{type} does not name {missing} as a derived type.";
        }

        foreach (var property in Properties(type).Where(property => property.SetMethod is { } setter
            && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))))
        {
            yield return $"{type}.{property.Name} can be set.";
        }

        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public))
        {
            yield return $"{type}.{field.Name} is a public field.";
        }
    }
}
