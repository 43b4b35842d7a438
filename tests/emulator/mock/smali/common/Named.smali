# Tells accessibility the class and the id that a view's tag names, as `class|id`.
.class public Lmock/Named;
.super Landroid/view/View$AccessibilityDelegate;

.field private final kind:Ljava/lang/String;
.field private final id:Ljava/lang/String;

.method public constructor <init>(Ljava/lang/String;)V
    .registers 5
    invoke-direct {p0}, Landroid/view/View$AccessibilityDelegate;-><init>()V
    const/16 v0, 0x7c
    invoke-virtual {p1, v0}, Ljava/lang/String;->indexOf(I)I
    move-result v0
    const/4 v1, 0x0
    invoke-virtual {p1, v1, v0}, Ljava/lang/String;->substring(II)Ljava/lang/String;
    move-result-object v1
    iput-object v1, p0, Lmock/Named;->kind:Ljava/lang/String;
    add-int/lit8 v0, v0, 0x1
    invoke-virtual {p1, v0}, Ljava/lang/String;->substring(I)Ljava/lang/String;
    move-result-object v1
    iput-object v1, p0, Lmock/Named;->id:Ljava/lang/String;
    return-void
.end method

.method public onInitializeAccessibilityNodeInfo(Landroid/view/View;Landroid/view/accessibility/AccessibilityNodeInfo;)V
    .registers 5
    invoke-super {p0, p1, p2}, Landroid/view/View$AccessibilityDelegate;->onInitializeAccessibilityNodeInfo(Landroid/view/View;Landroid/view/accessibility/AccessibilityNodeInfo;)V
    iget-object v0, p0, Lmock/Named;->kind:Ljava/lang/String;
    invoke-virtual {v0}, Ljava/lang/String;->isEmpty()Z
    move-result v1
    if-nez v1, :the_id
    invoke-virtual {p2, v0}, Landroid/view/accessibility/AccessibilityNodeInfo;->setClassName(Ljava/lang/CharSequence;)V
    :the_id
    iget-object v0, p0, Lmock/Named;->id:Ljava/lang/String;
    invoke-virtual {v0}, Ljava/lang/String;->isEmpty()Z
    move-result v1
    if-nez v1, :done
    invoke-virtual {p2, v0}, Landroid/view/accessibility/AccessibilityNodeInfo;->setViewIdResourceName(Ljava/lang/String;)V
    :done
    return-void
.end method
